package slacksim

// Slack's limits that belong to no single block or element.
const (
	limitMessageText    = 40000
	limitMessageBlocks  = 50
	limitViewBlocks     = 100
	limitViewBytes      = 250 * 1024
	limitAttachments    = 100
	limitMarkdown       = 12000 // of all markdown blocks together
	limitTableChars     = 10000 // of all cells in a message
	limitDataTableChars = 20000
	limitCharts         = 2
	limitLabel          = 24 // a modal's title, submit and close
)

// surface is where blocks are shown.
type surface string

const (
	onMessage surface = "message"
	onModal   surface = "modal"
	onHome    surface = "home"
)

// everywhere is the surfaces of the old, common blocks.
var everywhere = []surface{onMessage, onModal, onHome}

// published is the surfaces of tables, charts and their like.
var published = []surface{onMessage, onHome}

// shape says what an object may hold. Every property that is not named is refused.
type shape struct {
	on       []surface // for blocks
	required []string
	props    map[string]rule
	also     func(c *checker, at string, o obj) // what goes beyond single properties
}

var (
	shortID = str(1, 255)
	title24 = plain(1, limitLabel)
	confirm = object(shape{
		required: []string{"title", "text", "confirm", "deny"},
		props: map[string]rule{
			"title": plain(1, 100), "text": anyText(1, 300), "confirm": plain(1, 30), "deny": plain(1, 30),
			"style": oneOf("primary", "danger"),
		},
	})
	imageElement = object(imageShape)
	imageShape   = shape{required: []string{"alt_text"}, props: map[string]rule{
		"type": oneOf("image"), "image_url": str(1, 3000), "alt_text": str(1, 2000), "slack_file": free,
	}, also: eitherOf("image_url", "slack_file")}
	option = object(shape{required: []string{"text", "value"}, props: map[string]rule{
		"text": plain(1, 75), "value": str(1, 75), "description": plain(1, 75),
	}})
	markedOption = object(shape{required: []string{"text", "value"}, props: map[string]rule{
		"text": anyText(1, 75), "value": str(1, 75), "description": anyText(1, 75),
	}})
	overflowOption = object(shape{required: []string{"text", "value"}, props: map[string]rule{
		"text": plain(1, 75), "value": str(1, 75), "description": plain(1, 75), "url": str(1, 3000),
	}})
	optionGroup = object(shape{required: []string{"label", "options"}, props: map[string]rule{
		"label": plain(1, 75), "options": list(1, 100, option),
	}})
	enterConfig = object(shape{props: map[string]rule{
		"trigger_actions_on": list(1, 2, oneOf("on_enter_pressed", "on_character_entered")),
	}})
	filter = object(shape{props: map[string]rule{
		"include":                          list(1, 4, oneOf("im", "mpim", "private", "public")),
		"exclude_external_shared_channels": flag, "exclude_bot_users": flag,
	}})
)

// elementOf is an element's shape: what all elements share, and what is its own.
func elementOf(required []string, also func(*checker, string, obj), own map[string]rule) shape {
	own["type"], own["action_id"] = str(1, 50), shortID
	return shape{required: required, props: own, also: also}
}

// selectOf is the shape of a menu.
func selectOf(required []string, also func(*checker, string, obj), own map[string]rule) shape {
	own["placeholder"], own["confirm"], own["focus_on_load"] = plain(1, 150), confirm, flag
	return elementOf(required, also, own)
}

// inputOf is the shape of a field to type in.
func inputOf(also func(*checker, string, obj), own map[string]rule) shape {
	own["placeholder"], own["focus_on_load"], own["dispatch_action_config"] = plain(1, 150), flag, enterConfig
	return elementOf(nil, also, own)
}

// elementShapes are the elements of Block Kit.
var elementShapes = map[string]shape{
	"button": elementOf([]string{"text"}, nil, map[string]rule{
		"text": plain(1, 75), "url": str(1, 3000), "value": str(1, 2000), "style": oneOf("primary", "danger"),
		"confirm": confirm, "accessibility_label": str(1, 75),
	}),
	"overflow": elementOf([]string{"options"}, nil, map[string]rule{
		"options": list(2, 5, overflowOption), "confirm": confirm,
	}),
	"image": imageShape,
	"static_select": selectOf(nil, optionsGiven, map[string]rule{
		"options": list(1, 100, option), "option_groups": list(1, 100, optionGroup), "initial_option": option,
	}),
	"multi_static_select": selectOf(nil, optionsGiven, map[string]rule{
		"options": list(1, 100, option), "option_groups": list(1, 100, optionGroup),
		"initial_options": list(1, 100, option), "max_selected_items": num(1, 100),
	}),
	"external_select": selectOf(nil, nil, map[string]rule{
		"initial_option": option, "min_query_length": num(0, 3000),
	}),
	"multi_external_select": selectOf(nil, nil, map[string]rule{
		"initial_options": list(1, 100, option), "min_query_length": num(0, 3000), "max_selected_items": num(1, 100),
	}),
	"users_select": selectOf(nil, nil, map[string]rule{"initial_user": shortID}),
	"multi_users_select": selectOf(nil, nil, map[string]rule{
		"initial_users": list(1, 100, shortID), "max_selected_items": num(1, 100),
	}),
	"conversations_select": selectOf(nil, nil, map[string]rule{
		"initial_conversation": shortID, "default_to_current_conversation": flag,
		"response_url_enabled": flag, "filter": filter,
	}),
	"multi_conversations_select": selectOf(nil, nil, map[string]rule{
		"initial_conversations": list(1, 100, shortID), "default_to_current_conversation": flag,
		"max_selected_items": num(1, 100), "filter": filter,
	}),
	"channels_select": selectOf(nil, nil, map[string]rule{"initial_channel": shortID, "response_url_enabled": flag}),
	"multi_channels_select": selectOf(nil, nil, map[string]rule{
		"initial_channels": list(1, 100, shortID), "max_selected_items": num(1, 100),
	}),
	"checkboxes": elementOf([]string{"options"}, optionsGiven, map[string]rule{
		"options": list(1, 10, markedOption), "initial_options": list(1, 10, markedOption),
		"confirm": confirm, "focus_on_load": flag,
	}),
	"radio_buttons": elementOf([]string{"options"}, optionsGiven, map[string]rule{
		"options": list(1, 10, markedOption), "initial_option": markedOption, "confirm": confirm, "focus_on_load": flag,
	}),
	"datepicker": selectOf(nil, nil, map[string]rule{"initial_date": matching("YYYY-MM-DD", isDate)}),
	"timepicker": selectOf(nil, nil, map[string]rule{
		"initial_time": matching("HH:mm", isTime), "timezone": matching("IANA time zone", isZone),
	}),
	"datetimepicker": elementOf(nil, nil, map[string]rule{
		"initial_date_time": num(1_000_000_000, 9_999_999_999), "confirm": confirm, "focus_on_load": flag,
	}),
	"plain_text_input": inputOf(inOrder("min_length", "max_length"), map[string]rule{
		"initial_value": str(0, 3000), "multiline": flag, "min_length": num(0, 3000), "max_length": num(1, 3000),
	}),
	"email_text_input": inputOf(nil, map[string]rule{"initial_value": str(1, 3000)}),
	"url_text_input":   inputOf(nil, map[string]rule{"initial_value": str(1, 3000)}),
	"number_input": {
		required: []string{"is_decimal_allowed"}, also: inOrder("min_value", "max_value"), props: map[string]rule{
			"type": str(1, 50), "action_id": shortID, "is_decimal_allowed": flag, "initial_value": matching("number", isNumber),
			"min_value": matching("number", isNumber), "max_value": matching("number", isNumber),
			"placeholder": plain(1, 150), "focus_on_load": flag, "dispatch_action_config": enterConfig,
		},
	},
	"rich_text_input": inputOf(inOrder("min_lines", "max_lines"), map[string]rule{
		"initial_value": free, "min_lines": num(1, 100), "max_lines": num(1, 100),
	}),
	"file_input": elementOf(nil, nil, map[string]rule{
		"filetypes": list(1, 100, str(1, 20)), "max_files": num(1, 10),
	}),
	"feedback_buttons": elementOf([]string{"positive_button", "negative_button"}, nil, map[string]rule{
		"positive_button": free, "negative_button": free,
	}),
	"icon_button": elementOf([]string{"icon", "text"}, nil, map[string]rule{
		"icon": oneOf("trash"), "text": plain(1, 75), "value": str(1, 2000), "confirm": confirm,
		"accessibility_label": str(1, 75), "visible_to_user_ids": list(1, 100, shortID),
	}),
}

// layoutRow is a row of a layout, with what may stand in it.
var layoutRow = object(shape{required: []string{"items"}, props: map[string]rule{
	"items": list(1, 10, object(shape{required: []string{"block"}, props: map[string]rule{
		"width": free, "horizontal_alignment": str(1, 20),
		"block": nested("section", "header", "context", "actions", "image", "rich_text", "divider", "card"),
	}})),
}})

// Where elements may stand.
var (
	inSection = among("button", "overflow", "image", "static_select", "external_select", "users_select",
		"conversations_select", "channels_select", "multi_static_select", "multi_external_select", "multi_users_select",
		"multi_conversations_select", "multi_channels_select", "checkboxes", "radio_buttons", "datepicker", "timepicker")
	inActions = among("button", "overflow", "static_select", "external_select", "users_select", "conversations_select",
		"channels_select", "checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker")
	inForm = among("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input",
		"file_input", "checkboxes", "radio_buttons", "static_select", "external_select", "users_select",
		"conversations_select", "channels_select", "multi_static_select", "multi_external_select", "multi_users_select",
		"multi_conversations_select", "multi_channels_select", "datepicker", "timepicker", "datetimepicker")
)

// blockOf is a block's shape: what all blocks share, and what is its own.
func blockOf(on []surface, required []string, also func(*checker, string, obj), own map[string]rule) shape {
	own["type"], own["block_id"] = str(1, 50), shortID
	return shape{on: on, required: required, props: own, also: also}
}

// blockShapes are the blocks of Block Kit that an app may send.
var blockShapes = map[string]shape{
	"section": blockOf(everywhere, nil, eitherOf("text", "fields"), map[string]rule{
		"text": anyText(1, 3000), "fields": list(1, 10, anyText(1, 2000)), "accessory": inSection, "expand": flag,
	}),
	"divider": blockOf(everywhere, nil, nil, map[string]rule{}),
	"header":  blockOf(everywhere, []string{"text"}, nil, map[string]rule{"text": plain(1, 150), "level": num(1, 4)}),
	"context": blockOf(everywhere, []string{"elements"}, nil, map[string]rule{"elements": list(1, 10, textOrImage)}),
	"actions": blockOf(everywhere, []string{"elements"}, distinctActions, map[string]rule{"elements": list(1, 25, inActions)}),
	"input": blockOf(everywhere, []string{"label", "element"}, onlyInModals, map[string]rule{
		"label": plain(1, 2000), "element": inForm, "hint": plain(1, 2000), "optional": flag, "dispatch_action": flag,
	}),
	"image": blockOf(everywhere, []string{"alt_text"}, eitherOf("image_url", "slack_file"), map[string]rule{
		"image_url": str(1, 3000), "alt_text": str(1, 2000), "title": plain(1, 2000), "slack_file": free,
	}),
	"video": blockOf(everywhere, []string{"alt_text", "title", "thumbnail_url", "video_url"}, nil, map[string]rule{
		"alt_text": str(1, 200), "title": plain(1, 200), "author_name": str(1, 50), "description": plain(1, 200),
		"provider_name": str(1, 50), "provider_icon_url": str(1, 3000), "title_url": str(1, 3000),
		"thumbnail_url": str(1, 3000), "video_url": str(1, 3000),
	}),
	"rich_text": blockOf(everywhere, []string{"elements"}, nil, map[string]rule{"elements": list(1, 1000, richPart)}),
	"markdown":  blockOf([]surface{onMessage}, []string{"text"}, markdownSum, map[string]rule{"text": str(1, limitMarkdown)}),
	"alert": blockOf([]surface{onModal}, []string{"text"}, nil, map[string]rule{
		"text": anyText(1, 200), "level": oneOf("default", "info", "warning", "error", "success"),
	}),
	"table": blockOf(published, []string{"rows"}, oneTable, map[string]rule{
		"rows": list(1, 100, list(1, 20, cell("raw_text", "raw_number", "rich_text"))),
		"column_settings": list(0, 20, orNull(object(shape{props: map[string]rule{
			"align": oneOf("left", "center", "right"), "is_wrapped": flag,
		}}))),
	}),
	"data_table": blockOf(published, []string{"caption", "rows"}, dataTableSum, map[string]rule{
		"caption": str(1, 2000), "page_size": num(1, 100), "row_header_column_index": num(0, 19),
		"rows": list(1, 201, list(1, 20, cell("raw_text", "raw_number", "rich_text", "action_cell"))),
	}),
	"data_visualization": blockOf(published, []string{"title", "chart"}, twoCharts, map[string]rule{
		"title": str(1, 50), "chart": chart,
	}),
	"card": blockOf(everywhere, nil, distinctActions, map[string]rule{
		"title": anyText(1, 150), "subtitle": anyText(1, 150), "body": anyText(1, 200), "subtext": anyText(1, 200),
		"actions": list(1, 3, among("button")), "hero_image": imageElement, "icon": imageElement, "slack_icon": free,
	}),
	"carousel": blockOf(published, []string{"elements"}, nil, map[string]rule{"elements": list(1, 10, nested("card"))}),
	"container": blockOf(published, []string{"child_blocks"}, eitherOf("title", "rich_text_title"), map[string]rule{
		"title": anyText(1, 150), "rich_text_title": nested("rich_text"), "subtitle": anyText(1, 150),
		"icon": imageElement, "width": str(1, 20), "is_collapsible": flag, "default_collapsed": flag, "has_header_divider": flag,
		"child_blocks": list(1, 10, nested("section", "divider", "header", "context", "actions", "image", "rich_text", "table",
			"data_visualization", "video", "alert")),
	}),
	"layout": blockOf(everywhere, []string{"label", "rows", "fallback"}, nil, map[string]rule{
		"label": str(1, 150), "is_label_visible": flag, "grid_lines": str(1, 20), "fallback": free, "rows": list(1, 100, layoutRow),
	}),
	"context_actions": blockOf([]surface{onMessage}, []string{"elements"}, distinctActions, map[string]rule{
		"elements": list(1, 5, among("feedback_buttons", "icon_button")),
	}),
	"plan": blockOf([]surface{onMessage}, []string{"title"}, nil, map[string]rule{
		"title": str(1, 150), "tasks": list(1, 50, nested("task_card")),
	}),
	"task_card": blockOf([]surface{onMessage}, []string{"task_id", "title"}, nil, map[string]rule{
		"task_id": shortID, "title": str(1, 150), "status": oneOf("pending", "in_progress", "complete", "error"),
		"details": nested("rich_text"), "output": nested("rich_text"), "sources": free,
	}),
}

// modalShape and homeShape are the views.
var modalShape = shape{required: []string{"type", "title", "blocks"}, props: map[string]rule{
	"type": oneOf("modal"), "title": title24, "submit": title24, "close": title24, "blocks": free,
	"private_metadata": str(0, 3000), "callback_id": str(0, 255), "external_id": str(0, 255),
	"clear_on_close": flag, "notify_on_close": flag, "submit_disabled": flag,
}, also: submitForInputs}

var homeShape = shape{required: []string{"type", "blocks"}, props: map[string]rule{
	"type": oneOf("home"), "blocks": free, "private_metadata": str(0, 3000), "callback_id": str(0, 255),
	"external_id": str(0, 255),
}}
