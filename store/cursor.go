package store

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	"frontdesk/store/crm"
)

// errCursor says that a page was asked for by a place that no list gave out.
var errCursor = crm.Refusal{ID: "refusal.stale_page"}

// cursorOf encodes the sort key of a page's last row.
func cursorOf(key any) crm.Cursor {
	b, err := json.Marshal(key)
	if err != nil {
		panic(fmt.Sprintf("cursor of %T: %v", key, err)) // keys are plain structs of ours
	}
	return crm.Cursor(base64.RawURLEncoding.EncodeToString(b))
}

// parseCursor decodes into key; the empty cursor leaves it alone and answers false.
func parseCursor(c crm.Cursor, key any) (bool, error) {
	if c == "" {
		return false, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(string(c))
	if err != nil {
		return false, errCursor
	}
	if err := json.Unmarshal(b, key); err != nil {
		return false, errCursor
	}
	return true, nil
}

// pageOf cuts rows, of which one more than size was read, to a page.
func pageOf[T any](rows []T, size int, key func(T) any) crm.Page[T] {
	p := crm.Page[T]{Items: rows}
	if len(rows) > size {
		p.Items = rows[:size]
		p.Next = cursorOf(key(rows[size-1]))
	}
	return p
}
