package sample

// The names of Poland, as common ones as rare ones. Women and men have given names of
// their own; a surname that is an adjective has two forms, of which the masculine
// stands here.

var polishWomen = []string{
	"Agata", "Agnieszka", "Aleksandra", "Alicja", "Amelia", "Anna", "Antonina", "Barbara", "Beata",
	"Bożena", "Dominika", "Dorota", "Elżbieta", "Emilia", "Ewa", "Gabriela", "Grażyna", "Hanna",
	"Helena", "Ilona", "Irena", "Iwona", "Izabela", "Jadwiga", "Joanna", "Jolanta", "Julia",
	"Justyna", "Kamila", "Karolina", "Katarzyna", "Kinga", "Klaudia", "Krystyna", "Lena", "Lidia",
	"Łucja", "Magdalena", "Maja", "Małgorzata", "Maria", "Marta", "Martyna", "Milena", "Monika",
	"Natalia", "Nina", "Oliwia", "Patrycja", "Paulina", "Renata", "Róża", "Sylwia", "Teresa",
	"Urszula", "Weronika", "Wiktoria", "Zofia", "Zuzanna", "Żaneta",
}

var polishMen = []string{
	"Adam", "Adrian", "Aleksander", "Andrzej", "Antoni", "Artur", "Bartosz", "Błażej", "Cezary",
	"Damian", "Daniel", "Dariusz", "Dawid", "Dominik", "Filip", "Franciszek", "Grzegorz", "Henryk",
	"Hubert", "Igor", "Jacek", "Jakub", "Jan", "Janusz", "Jarosław", "Jerzy", "Kacper", "Kamil",
	"Karol", "Konrad", "Krzysztof", "Leszek", "Łukasz", "Maciej", "Marcin", "Marek", "Mariusz",
	"Mateusz", "Michał", "Mikołaj", "Paweł", "Piotr", "Przemysław", "Radosław", "Rafał", "Robert",
	"Ryszard", "Sebastian", "Stanisław", "Szymon", "Tadeusz", "Tomasz", "Tymon", "Wiktor",
	"Witold", "Wojciech", "Zbigniew", "Zdzisław",
}

// adjectivalSurnames end in -i or -y for men and in -a for women.
var adjectivalSurnames = []string{
	"Adamski", "Biały", "Borkowski", "Chmielewski", "Cichy", "Czarnecki", "Dąbrowski", "Dobrowolski",
	"Domański", "Gajewski", "Głowacki", "Górski", "Grabowski", "Jabłoński", "Jankowski", "Jasiński",
	"Jaworski", "Kalinowski", "Kamiński", "Konieczny", "Kowalewski", "Kowalski", "Kozłowski",
	"Krajewski", "Kwiatkowski", "Laskowski", "Lewandowski", "Lipiński", "Maciejewski", "Majewski",
	"Makowski", "Malinowski", "Michalski", "Nowakowski", "Nowicki", "Olszewski", "Ostrowski",
	"Pawłowski", "Piotrowski", "Przybylski", "Rutkowski", "Sadowski", "Sawicki", "Sobczyński",
	"Sokołowski", "Szczepański", "Szymański", "Śliwiński", "Tomaszewski", "Urbański", "Wesołowski",
	"Wiśniewski", "Witkowski", "Wojciechowski", "Wysocki", "Zakrzewski", "Zalewski", "Zieliński",
	"Ziółkowski", "Żurawski",
}

// plainSurnames are the same for everybody.
var plainSurnames = []string{
	"Adamczyk", "Baran", "Bąk", "Bielak", "Błaszczyk", "Brzęczyszczykiewicz", "Cieślak", "Ćwik",
	"Duda", "Dudek", "Fijałek", "Gołąb", "Grudzień", "Jóźwiak", "Kaczmarek", "Kania", "Kępa",
	"Kołodziej", "Kowalczyk", "Kozioł", "Kozieł", "Król", "Krupa", "Kubiak", "Lis", "Łuczak", "Maj",
	"Marciniak", "Marzec", "Mazur", "Mazurek", "Michalak", "Mróz", "Musiał", "Niedziela", "Nowak",
	"Ożóg", "Pająk", "Piątek", "Pietrzak", "Ptak", "Sikora", "Sobczak", "Sobota", "Stępień",
	"Szczygieł", "Szewczyk", "Śliwa", "Tomczak", "Urban", "Walczak", "Wieczorek", "Wilk", "Włodarczyk",
	"Wojtas", "Woźniak", "Wójcik", "Wrona", "Wróbel", "Zając", "Zięba", "Źrebiec", "Żak", "Żuk",
}

// feminine is an adjectival surname as a woman bears it.
func feminine(surname string) string { return surname[:len(surname)-1] + "a" }
