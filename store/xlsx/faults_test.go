package xlsx

import (
	"errors"
	"io"
	"testing"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

func TestR7TheErrorSheetCanBeCorrectedAndImported(t *testing.T) {
	t.Parallel()
	table := opened(t, file(t, "osoby.csv", "Telefon;Nazwisko;Uwagi;Uwagi\n501;Nowak;x;y\n0501234567;;;\n;;tylko uwaga;\n"))
	w := words.For(crm.Polish, warsaw)
	faults := func(yield func(Fault, error) bool) {
		for row, err := range table.Rows(t.Context()) {
			_, wrong := row.Read()
			problems, _ := errors.AsType[crm.Problems](wrong)
			if !yield(Fault{row, Reason(w, table.Known(), problems)}, err) {
				return
			}
		}
	}
	path := saved(t, func(out io.Writer) (int, error) { return WriteFaults(out, w, table.Known(), table.Unknown(), faults) })
	expectSheet(t, path, "Do poprawy",
		[]string{"Wiersz", "Powód", "Telefon", "Nazwisko", "Uwagi", "Uwagi"},
		[]string{"2", "Telefon: to nie jest poprawny numer; popraw go albo zostaw pustą komórkę.", "501", "Nowak", "x", "y"},
		[]string{"3", "Nazwisko: brakuje go; dopisz je.", "0501234567"},
	)
	expectRows(t, path, cells{"phone": "501", "family_name": "Nowak", "other_0": "x", "other_1": "y"}, cells{"phone": "0501234567"})
}

func TestR7ReasonsStandInLinesInTheOrderOfTheColumns(t *testing.T) {
	t.Parallel()
	_, wrong := crm.ImportRow{Values: cells{"email": "a", "phone": "#N/A", "type": "król"}}.Read()
	problems, _ := errors.AsType[crm.Problems](wrong)
	fields := []crm.ImportField{crm.ImportType, crm.ImportEmail, crm.ImportPhone}
	want := "Nazwisko: brakuje go; dopisz je.\n" +
		"Typ: nie ma takiego; podaj jeden z czterech: CRM, Kursant, Firma, Zarchiwizowany.\n" +
		"E-mail: to nie jest poprawny adres; podaj jeden, na przykład anna.nowak@example.com, albo zostaw pustą komórkę.\n" +
		"Telefon: to jest błąd formuły; popraw ją albo zostaw pustą komórkę."
	if got := Reason(words.For(crm.Polish, warsaw), fields, problems); got != want {
		t.Errorf("got\n%s", got)
	}
}
