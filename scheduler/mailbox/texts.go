package mailbox

import (
	"net/http"
	"slices"

	"golang.org/x/text/language"
)

// texts is what the page says in one language.
type texts struct {
	Code, Name                                 string
	Title, Waiting, Pick, Gone                 string
	NoSubject, Nobody                          string
	From, To, Date, Received                   string
	Letters, HTML, Text, Attachments           string
	Source, WholeSource, Trouble, Back, Unread string
}

// languages are the page's languages; the first serves whoever reads none of them.
var languages = []texts{
	{
		Code: "en", Name: "English",
		Title: "Mailbox", Waiting: "No letters yet. What is sent appears here by itself.",
		Pick: "Choose a letter to read it.", Gone: "This letter is no longer kept.",
		NoSubject: "(no subject)", Nobody: "(nobody)",
		From: "From", To: "To", Date: "Dated", Received: "Received",
		Letters: "Letters", HTML: "Letter", Text: "As plain text", Attachments: "Attachments",
		Source: "Source", WholeSource: "The whole source", Trouble: "Not all of this letter could be read:",
		Back: "All letters", Unread: "This letter says nothing.",
	},
	{
		Code: "pl", Name: "Polski",
		Title: "Skrzynka", Waiting: "Nie ma jeszcze żadnych listów. Wysłane pojawią się tu same.",
		Pick: "Wybierz list, aby go przeczytać.", Gone: "Tego listu już tu nie ma.",
		NoSubject: "(bez tematu)", Nobody: "(nikt)",
		From: "Od", To: "Do", Date: "Z datą", Received: "Odebrano",
		Letters: "Listy", HTML: "List", Text: "Jako zwykły tekst", Attachments: "Załączniki",
		Source: "Źródło", WholeSource: "Całe źródło", Trouble: "Nie wszystko w tym liście da się odczytać:",
		Back: "Wszystkie listy", Unread: "Ten list nic nie mówi.",
	},
}

// spoken returns the language that has the code, or false.
func spoken(code string) (texts, bool) {
	i := slices.IndexFunc(languages, func(t texts) bool { return t.Code == code })
	if i < 0 {
		return texts{}, false
	}
	return languages[i], true
}

// preferred returns the mailbox's own language, or the one of ours that the browser likes best.
func (m *Mailbox) preferred(r *http.Request) texts {
	if t, ok := spoken(m.language); ok {
		return t
	}
	tags := make([]language.Tag, len(languages))
	for i, t := range languages {
		tags[i] = language.MustParse(t.Code)
	}
	_, i := language.MatchStrings(language.NewMatcher(tags), r.Header.Get("Accept-Language"))
	return languages[i]
}
