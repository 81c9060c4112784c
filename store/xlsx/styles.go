package xlsx

import "github.com/xuri/excelize/v2"

// styles are those of a workbook that we write, by their numbers in it.
type styles struct {
	heading int
	lines   int // of a text of several lines
	active  rowStyles
	grey    rowStyles // of archived people (R9)
}

// rowStyles are those of one row's cells. The style 0 is none.
type rowStyles struct{ any, moment, day, typed int }

// Number formats: days and hours as Poles write them, and "what is typed is text", so
// that a phone number stays one when somebody corrects it.
const (
	formatMoment = "dd.mm.yyyy hh:mm"
	formatDay    = "dd.mm.yyyy"
	formatTyped  = 49
)

// Colours of fills. Dark text on the grey has a contrast of 9 : 1.
const (
	greyFill    = "D9D9D9"
	greyText    = "333333"
	headingFill = "DDEBF7"
)

func addStyles(f *excelize.File) (styles, error) {
	var s styles
	moment, day := formatMoment, formatDay
	bold, grey := &excelize.Font{Bold: true}, &excelize.Font{Color: greyText}
	for _, a := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.heading, excelize.Style{Font: bold, Fill: filled(headingFill)}},
		{&s.lines, excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}},
		{&s.active.moment, excelize.Style{CustomNumFmt: &moment}},
		{&s.active.day, excelize.Style{CustomNumFmt: &day}},
		{&s.active.typed, excelize.Style{NumFmt: formatTyped}},
		{&s.grey.any, excelize.Style{Font: grey, Fill: filled(greyFill)}},
		{&s.grey.moment, excelize.Style{Font: grey, Fill: filled(greyFill), CustomNumFmt: &moment}},
		{&s.grey.day, excelize.Style{Font: grey, Fill: filled(greyFill), CustomNumFmt: &day}},
		{&s.grey.typed, excelize.Style{Font: grey, Fill: filled(greyFill), NumFmt: formatTyped}},
	} {
		id, err := f.NewStyle(&a.style)
		if err != nil {
			return s, err
		}
		*a.id = id
	}
	return s, nil
}

func filled(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}
