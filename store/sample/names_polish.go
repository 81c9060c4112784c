package sample

// The names of Poland, as common ones as rare ones. Women and men have given names of
// their own; a surname that is an adjective has two forms, of which the masculine
// stands here.

var polishWomen = []string{
	"Adrianna", "Agata", "Agnieszka", "Aleksandra", "Alicja", "Amelia", "Aneta", "Angelika", "Anna",
	"Antonina", "Barbara", "Beata", "Bogumiła", "Bożena", "Celina", "Czesława", "Danuta", "Daria",
	"Dominika", "Dorota", "Edyta", "Eliza", "Elżbieta", "Emilia", "Eugenia", "Ewa", "Gabriela",
	"Grażyna", "Halina", "Hanna", "Helena", "Honorata", "Iga", "Ilona", "Irena", "Iwona", "Izabela",
	"Jadwiga", "Jagoda", "Janina", "Joanna", "Jolanta", "Julia", "Justyna", "Kaja", "Kamila",
	"Karolina", "Katarzyna", "Kinga", "Klaudia", "Kornelia", "Krystyna", "Laura", "Lena", "Lidia",
	"Liliana", "Lucyna", "Łucja", "Magdalena", "Maja", "Malwina", "Małgorzata", "Maria", "Marianna",
	"Mariola", "Marta", "Martyna", "Marzena", "Michalina", "Milena", "Mirosława", "Monika", "Nadia",
	"Natalia", "Nikola", "Nina", "Oliwia", "Patrycja", "Paulina", "Pola", "Renata", "Rozalia", "Róża",
	"Sandra", "Stanisława", "Stefania", "Sylwia", "Teresa", "Urszula", "Wanda", "Weronika",
	"Wiesława", "Wiktoria", "Zofia", "Zuzanna", "Żaneta",
}

var polishMen = []string{
	"Adam", "Adrian", "Alan", "Albert", "Aleksander", "Andrzej", "Antoni", "Arkadiusz", "Artur",
	"Bartłomiej", "Bartosz", "Błażej", "Bogdan", "Bogusław", "Borys", "Bronisław", "Bruno", "Cezary",
	"Czesław", "Damian", "Daniel", "Dariusz", "Dawid", "Dominik", "Edward", "Emil", "Eryk",
	"Eugeniusz", "Fabian", "Filip", "Franciszek", "Gabriel", "Gracjan", "Grzegorz", "Henryk",
	"Hubert", "Ignacy", "Igor", "Ireneusz", "Jacek", "Jakub", "Jan", "Janusz", "Jarosław", "Jeremi",
	"Jerzy", "Józef", "Julian", "Kacper", "Kajetan", "Kamil", "Karol", "Kazimierz", "Konrad",
	"Krystian", "Krzysztof", "Ksawery", "Lech", "Leon", "Leszek", "Ludwik", "Łukasz", "Maciej",
	"Maksymilian", "Marcin", "Marek", "Marian", "Mariusz", "Mateusz", "Michał", "Mieczysław",
	"Mikołaj", "Mirosław", "Norbert", "Olaf", "Oliwier", "Oskar", "Patryk", "Paweł", "Piotr",
	"Przemysław", "Radosław", "Rafał", "Robert", "Roman", "Ryszard", "Sebastian", "Sławomir",
	"Stanisław", "Stefan", "Szymon", "Tadeusz", "Tomasz", "Tymon", "Wacław", "Waldemar", "Wiesław",
	"Wiktor", "Wincenty", "Witold", "Włodzimierz", "Wojciech", "Zbigniew", "Zdzisław", "Zenon",
	"Zygmunt",
}

// adjectivalSurnames end in -i or -y for men and in -a for women.
var adjectivalSurnames = []string{
	"Adamski", "Andrzejewski", "Baranowski", "Bednarski", "Biały", "Bielecki", "Bieńkowski",
	"Biernacki", "Bogucki", "Borkowski", "Borowski", "Brzeziński", "Brzozowski", "Chmielewski",
	"Chojnacki", "Cichy", "Czajkowski", "Czarnecki", "Czerwiński", "Czyżewski", "Dąbrowski", "Dębski",
	"Dobrowolski", "Dobrzyński", "Domański", "Dudziński", "Gajewski", "Gawroński", "Głowacki",
	"Górecki", "Górski", "Grabowski", "Jabłoński", "Janicki", "Jankowski", "Jasiński", "Jaworski",
	"Jędrzejewski", "Kaczorowski", "Kalinowski", "Kamiński", "Karpiński", "Klimkowski", "Kłosowski",
	"Konieczny", "Kosiński", "Kowalewski", "Kowalski", "Kozakowski", "Kozłowski", "Krajewski",
	"Krasowski", "Krawczyński", "Kruszewski", "Krzemiński", "Kucharski", "Kuczyński", "Kwiatkowski",
	"Laskowski", "Leśniewski", "Lewandowski", "Lipiński", "Lisowski", "Łukaszewski", "Maciejewski",
	"Majewski", "Makowski", "Malinowski", "Markowski", "Matuszewski", "Michalski", "Mikulski",
	"Milewski", "Mroczkowski", "Murawski", "Nawrocki", "Niewiadomski", "Nowakowski", "Nowicki",
	"Olszewski", "Orłowski", "Ostrowski", "Paszkowski", "Pawłowski", "Pietrowski", "Piotrowski",
	"Podgórski", "Popławski", "Przybylski", "Rogalski", "Rogowski", "Romanowski", "Rutkowski",
	"Rybicki", "Sadowski", "Sawicki", "Siwiński", "Skowroński", "Sobczyński", "Sokołowski",
	"Stankowski", "Stefański", "Szczepański", "Szymański", "Śliwiński", "Świątkowski", "Świderski",
	"Tarnowski", "Tomaszewski", "Twardowski", "Urbański", "Walkowski", "Wasilewski", "Wesołowski",
	"Wierzbicki", "Wilczyński", "Wiśniewski", "Witkowski", "Wojciechowski", "Wolski", "Wysocki",
	"Zakrzewski", "Zalewski", "Zawadzki", "Zieliński", "Ziółkowski", "Żebrowski", "Żukowski",
	"Żurawski",
}

// plainSurnames are the same for everybody.
var plainSurnames = []string{
	"Adamczyk", "Adamiak", "Banasik", "Banaś", "Baran", "Bąk", "Bednarek", "Bednarz", "Bielak",
	"Bieniek", "Błaszczyk", "Borek", "Brzęczyszczykiewicz", "Cebula", "Chmiel", "Cieślak", "Cieślik",
	"Czaja", "Czech", "Czyż", "Ćwik", "Drozd", "Duda", "Dudek", "Dziedzic", "Fijałek", "Filipek",
	"Frączek", "Gajda", "Gawlik", "Gołąb", "Góra", "Górka", "Grudzień", "Grzelak", "Grzyb", "Gut",
	"Herman", "Jakubiak", "Janas", "Janik", "Jarosz", "Jędrzejczyk", "Jóźwiak", "Kaczmarek", "Kania",
	"Karaś", "Kasprzak", "Kępa", "Klimek", "Kłos", "Kołodziej", "Kos", "Kot", "Kowal", "Kowalczyk",
	"Kozak", "Kozieł", "Kozioł", "Krawczyk", "Król", "Kruk", "Krupa", "Krzyżak", "Kubiak",
	"Kucharczyk", "Kulesza", "Kurek", "Lech", "Lis", "Łuczak", "Łukasik", "Maciąg", "Madej", "Maj",
	"Majchrzak", "Marciniak", "Marczak", "Marek", "Marzec", "Matusiak", "Matysiak", "Mazur",
	"Mazurek", "Michalak", "Michalik", "Mikołajczyk", "Milczarek", "Morawiec", "Mróz", "Mucha",
	"Musiał", "Niedziela", "Nowak", "Olejniczak", "Olszak", "Owczarek", "Ożóg", "Pająk", "Paluch",
	"Pawlak", "Pawlik", "Piątek", "Pietrzak", "Pluta", "Ptak", "Rak", "Ratajczak", "Rogala", "Sikora",
	"Sobczak", "Sobieraj", "Sobota", "Socha", "Sowa", "Stachowiak", "Stasiak", "Stefaniak", "Stępień",
	"Strzelczyk", "Surma", "Szczygieł", "Szewczyk", "Szulc", "Szymczak", "Śliwa", "Świątek",
	"Tkaczyk", "Tomczak", "Tomczyk", "Trojan", "Urban", "Wach", "Walczak", "Wasiak", "Wawrzyniak",
	"Wieczorek", "Wierzba", "Wilk", "Włodarczyk", "Wojtas", "Woźniak", "Wójcik", "Wrona", "Wróbel",
	"Wrzesień", "Zając", "Zaremba", "Zięba", "Ziółko", "Źrebiec", "Żak", "Żuk",
}

// feminine is an adjectival surname as a woman bears it.
func feminine(surname string) string { return surname[:len(surname)-1] + "a" }
