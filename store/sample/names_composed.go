package sample

import "strings"

// composed makes a surname of a stem and an ending, as most rare Polish ones are made:
// with a few hundred stems there are thousands of them.
func (m *maker) composed() surname {
	stem := pick(m.dice, surnameStems)
	e := draw(m.dice, surnameEndings)
	man := e.after(stem)
	if e.adjective {
		return surname{man: man, woman: feminine(man)}
	}
	return surname{man: man, woman: man}
}

// An ending makes a surname of a stem.
type ending struct {
	text      string
	softens   bool // the stem's last consonant: Brod, Brodziński
	adjective bool // with a form of its own for women
}

var surnameEndings = []share[ending]{
	{20, ending{"owski", false, true}},
	{15, ending{"ński", true, true}},
	{8, ending{"cki", true, true}},
	{11, ending{"ewski", true, true}},
	{6, ending{"owicz", false, false}},
	{5, ending{"ewicz", true, false}},
	{8, ending{"ak", false, false}},
	{5, ending{"ak", true, false}},
	{7, ending{"ek", false, false}},
	{6, ending{"k", true, false}},
	{3, ending{"as", false, false}},
	{2, ending{"uch", false, false}},
	{2, ending{"ura", false, false}},
	{2, ending{"an", false, false}},
}

// after is the surname that the ending makes of a stem.
func (e ending) after(stem string) string {
	if !e.softens {
		return stem + e.text
	}
	soft := softened(stem)
	if strings.IndexByte("aeo", e.text[0]) >= 0 { // before a vowel only a real i stays
		soft = strings.TrimSuffix(soft, "y")
		if cut, ok := strings.CutSuffix(soft, "li"); ok {
			soft = cut + "l"
		}
	}
	return soft + e.text
}

// softenings are what hard consonants become before an i, where it is not only written.
var softenings = map[string]string{"d": "dzi", "ł": "li", "r": "rzy", "t": "ci"}

// softened is a stem as it sounds before an i, with the i.
func softened(stem string) string {
	for hard, soft := range softenings {
		if cut, ok := strings.CutSuffix(stem, hard); ok {
			return cut + soft
		}
	}
	return stem + "i"
}

// surnameStems end in a hard consonant.
var surnameStems = []string{
	"Adam", "Andr", "Ant", "Bab", "Bad", "Bal", "Bar", "Bart", "Bąb", "Bed", "Biał", "Biel", "Bier",
	"Bil", "Bob", "Bod", "Bor", "Brod", "Bron", "Brzoz", "Bud", "Bur", "Byst", "Cebul", "Cedr",
	"Chab", "Chał", "Chlew", "Chmiel", "Chod", "Chom", "Chor", "Chud", "Ciel", "Ciep", "Cis", "Cyb",
	"Cygan", "Czap", "Czarn", "Czern", "Czub", "Dab", "Dal", "Dan", "Dąb", "Dob", "Dobr", "Dom",
	"Dor", "Drab", "Droz", "Drzew", "Dub", "Dul", "Dur", "Dyb", "Dym", "Dziad", "Fab", "Fil", "Flor",
	"Gab", "Gad", "Gal", "Gał", "Gan", "Gaw", "Gęb", "Gil", "Glin", "Głow", "God", "Gol", "Goł",
	"Gom", "Gon", "Gor", "Góral", "Grab", "Grob", "Grod", "Grom", "Grub", "Gryz", "Grzyb", "Gub",
	"Gud", "Hal", "Ham", "Hor", "Hub", "Iw", "Jabł", "Jagod", "Jakub", "Jan", "Jar", "Jas", "Jasion",
	"Jawor", "Jelon", "Jes", "Jod", "Jur", "Kab", "Kal", "Kalin", "Kał", "Kam", "Kan", "Kap", "Kar",
	"Karp", "Kas", "Kaw", "Kaz", "Kęd", "Kęp", "Kier", "Kis", "Klim", "Kłos", "Knap", "Kob", "Kol",
	"Koł", "Kom", "Kon", "Kop", "Kor", "Kos", "Kot", "Kow", "Koz", "Kras", "Kraw", "Krup", "Krus",
	"Kub", "Kud", "Kul", "Kun", "Kur", "Kus", "Kwiat", "Las", "Lat", "Len", "Les", "Lew", "Lin",
	"Lip", "Lis", "Lub", "Lud", "Lut", "Łab", "Łas", "Łom", "Łop", "Łoz", "Łub", "Mad", "Mal", "Mał",
	"Man", "Mar", "Mas", "Mat", "Maz", "Miel", "Mier", "Mil", "Mir", "Mis", "Młyn", "Mod", "Mor",
	"Mot", "Mroz", "Mur", "Mus", "Mys", "Nad", "Nal", "Nar", "Niem", "Niew", "Nos", "Now", "Ol",
	"Orł", "Os", "Osin", "Ostr", "Ow", "Pal", "Pał", "Pan", "Pap", "Par", "Pas", "Pat", "Paw", "Paz",
	"Piel", "Pier", "Pil", "Piotr", "Pis", "Płon", "Pod", "Pol", "Pop", "Por", "Pot", "Prus", "Przyb",
	"Pul", "Pur", "Rab", "Rad", "Rat", "Rom", "Ros", "Rub", "Rud", "Rus", "Rut", "Ryb", "Ryd", "Rys",
	"Rzep", "Sad", "Sal", "Sam", "San", "Sap", "Sar", "Saw", "Siem", "Sier", "Sit", "Siw", "Skal",
	"Skib", "Skor", "Słab", "Słom", "Słow", "Smol", "Sob", "Sokoł", "Sol", "Som", "Sos", "Sow",
	"Stan", "Star", "Staw", "Stef", "Strus", "Sur", "Swat", "Syp", "Szab", "Szad", "Szaf", "Szal",
	"Szar", "Szat", "Szczepan", "Szel", "Szub", "Szul", "Szum", "Szwed", "Szym", "Śliw", "Świd",
	"Tar", "Tat", "Ter", "Tom", "Top", "Tor", "Tral", "Trojan", "Tur", "Twar", "Tym", "Urban", "Wal",
	"Wan", "War", "Was", "Waw", "Wąs", "Wes", "Wil", "Win", "Wit", "Włod", "Wod", "Wol", "Wron",
	"Wrzos", "Zab", "Zad", "Zał", "Zap", "Zar", "Zaw", "Zbor", "Zdun", "Ziel", "Ziem", "Zim", "Zub",
	"Żab", "Żar", "Żel", "Żół", "Żur", "Żyt",
}
