package store

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"frontdesk/store/crm"
)

// errCursor says that a page was asked for by a place that no list gave out.
var errCursor = crm.Refusal{ID: "refusal.stale_page"}

// A place is where a page of a list is read, by the sort key of a row that need not be
// there any more: from that row on, or back from it. Without a key it is the list's
// beginning, or back from its end. The row itself is never on the page.
type place[K any] struct {
	key  *K
	back bool
}

// backward begins the cursors that lead back.
const backward = "."

// cursor encodes a place that has a key.
func (p place[K]) cursor() crm.Cursor {
	b, err := json.Marshal(p.key)
	if err != nil {
		panic(fmt.Sprintf("cursor of %T: %v", p.key, err)) // keys are plain structs of ours
	}
	c := base64.RawURLEncoding.EncodeToString(b)
	if p.back {
		c = backward + c
	}
	return crm.Cursor(c)
}

// placeOf decodes a cursor. One that another kind of list gave out, or none did, is
// refused.
func placeOf[K any](c crm.Cursor) (place[K], error) {
	var p place[K]
	if c == "" {
		return p, nil
	}
	text, back := strings.CutPrefix(string(c), backward)
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return p, errCursor
	}
	key := new(K)
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(key); err != nil {
		return p, errCursor
	}
	return place[K]{key: key, back: back}, nil
}

// pageAt reads the page of a list at a place. read reads at most n rows from a place on,
// the nearest first. Where rows vanished since the cursor was given out, so that none
// are left after it, or less than a page before it, the page is the last or the first
// of the list.
func pageAt[T, K any](at place[K], size int, key func(T) K, read func(at place[K], n int) ([]T, error)) (crm.Page[T], error) {
	rows, err := read(at, size+1)
	switch {
	case err != nil:
		return crm.Page[T]{}, err
	case at.key != nil && at.back && len(rows) < size:
		return pageAt(place[K]{}, size, key, read)
	case at.key != nil && !at.back && len(rows) == 0:
		return pageAt(place[K]{back: true}, size, key, read)
	}
	before, after := at.key != nil, len(rows) > size
	rows = rows[:min(len(rows), size)]
	if at.back {
		before, after = after, before
		slices.Reverse(rows)
	}
	page := crm.Page[T]{Items: rows}
	if before && len(rows) > 0 {
		page.Previous = place[K]{new(key(rows[0])), true}.cursor()
	}
	if after && len(rows) > 0 {
		page.Next = place[K]{new(key(rows[len(rows)-1])), false}.cursor()
	}
	return page, nil
}

// batch is how many rows are read at a time of a list that is read whole.
const batch = 1000

// each reads a whole list, a batch at a time, each from the last row of the one before. An
// error ends it; refused is one that it ends with at once.
func each[T, K any](refused error, key func(T) K, read func(at place[K], n int) ([]T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if refused != nil {
			yield(none, refused)
			return
		}
		for at, rows := (place[K]{}), make([]T, batch); len(rows) == batch; {
			var err error
			if rows, err = read(at, batch); err != nil {
				yield(none, fmt.Errorf("reading list: %w", err))
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
				at.key = new(key(row))
			}
		}
	}
}
