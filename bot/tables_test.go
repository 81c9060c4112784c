package bot

import (
	"fmt"
	"testing"

	"github.com/slack-go/slack"
)

func TestRefusedTables(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code, said string
		of         bool // the table, which is block 3
	}{
		"an unknown type of block":      {"invalid_arguments", "[ERROR] unsupported type: data_table [json-pointer:/view/blocks/3/type]", true},
		"an unknown type of cell":       {"invalid_blocks", "[ERROR] unsupported type: action_cell [json-pointer:/blocks/3/rows/1/0/type]", true},
		"the block itself":              {"invalid_arguments", "[ERROR] not allowed here [json-pointer:/view/blocks/3]", true},
		"an unknown type, no place":     {"invalid_blocks", "unsupported type: table", true},
		"an unknown type of what else":  {"invalid_arguments", "[ERROR] unsupported type: alert [json-pointer:/view/blocks/1/type]", false},
		"another block":                 {"invalid_arguments", "[ERROR] must be less than 76 characters [json-pointer:/view/blocks/31/elements/0/text]", false},
		"nothing that is told":          {"invalid_arguments", "", false},
		"something else altogether":     {"internal_error", "[json-pointer:/view/blocks/3]", false},
		"the metadata of the same view": {"invalid_arguments", "[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]", false},
	} {
		refused := slack.SlackErrorResponse{Err: c.code}
		refused.ResponseMetadata.Messages = []string{c.said}
		if got := refusesTable(fmt.Errorf("calling views.publish: %w", refused), 3); got != c.of {
			t.Errorf("%s: the table is refused: %v, want %v", name, got, c.of)
		}
	}
}
