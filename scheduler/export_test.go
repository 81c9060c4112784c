package scheduler

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"frontdesk/store/crm"
)

// rows are the rows of the first sheet of a workbook.
func rows(t testing.TB, content []byte) [][]string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	all, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestExport(t *testing.T) {
	t.Parallel()
	school := newSchool(t)
	for family, course := range map[string]string{"Zając": "A1", "Ćwik": "B2", "Lis": ""} {
		p, err := school.AddPerson(t.Context(), school.anna, "", crm.PersonForm{GivenName: "Jan", FamilyName: family}, nil)
		if err == nil && course != "" {
			if p, err = school.Enroll(t.Context(), school.anna, p.After.ID); err == nil {
				_, err = school.EditPerson(t.Context(), school.anna, "", p.After.ID, p.After.Version, crm.CourseForm{Course: course}, "")
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Run("R17 R14 the people of the filter, in the columns and the order of the settings", func(t *testing.T) {
		want := crm.Export{
			List: crm.ListPeople, People: crm.PersonFilter{View: crm.ViewStudents}, Filter: []string{"Kursanci"},
			Settings: crm.ListSettings{Columns: []crm.Column{crm.ColumnCourse, crm.ColumnName}},
		}
		if _, err := school.BeginExport(t.Context(), school.anna, want); err != nil {
			t.Fatal(err)
		}
		school.works()
		got := rows(t, school.clerk.sent["Anna: osoby_2026-11-24_1000.xlsx"])
		if !slices.EqualFunc(got, [][]string{{"Kurs", "Imię i nazwisko"}, {"B2", "Jan Ćwik"}, {"A1", "Jan Zając"}}, slices.Equal) {
			t.Errorf("the file has %q", got)
		}
		if c := school.clerk.last(t); c.State != crm.ChoreDone || c.Rows != 2 {
			t.Errorf("shown is %+v", c)
		}
	})
	t.Run("R45 tasks", func(t *testing.T) {
		school.hasTask("oddzwonić", time.Hour)
		school.gives(school.jan, "nie moje", crm.Due{})
		if _, err := school.BeginExport(t.Context(), school.anna, crm.Export{List: crm.ListTasks, OpenOnly: true, Assignee: school.anna.ID}); err != nil {
			t.Fatal(err)
		}
		school.works()
		got := rows(t, school.clerk.sent["Anna: zadania_2026-11-24_1000.xlsx"])
		if len(got) != 2 || !slices.Contains(got[1], "oddzwonić") {
			t.Errorf("the file has %q", got)
		}
	})
}
