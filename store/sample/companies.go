package sample

// companyStems and companyForms make the names of companies, each with each.
var companyStems = []string{
	"Marzec", "Bursztyn", "Jodła", "Złoty Kłos", "Nadwiślańska Piekarnia", "Kamieniołomy Łyse",
	"Tartak Świerk", "Drukarnia Pod Żaglem", "Biuro Rachunkowe Saldo", "Kancelaria Wąs i Broda",
	"Hotel Pod Jeleniem", "Transport Żuk", "Apteka Rumianek", "Zakłady Śrubowe Gwint",
	"Studio Graficzne Kleks", "Szkółka Róż", "Instalacje Źródło", "Ogrodnictwo Ćwik",
	"Przychodnia Zdrowy Łoś", "Meble Dąb i Sęk", "Wytwórnia Pierników Katarzynka",
	"Oprogramowanie Świetlik", "Logistyka Żuraw", "Przędzalnia Nić", "Pracownia Łąka",
	"Elektryka Iskra", "Spedycja Jeż", "Cukiernia Pączek", "Pracownia Architektoniczna Cięciwa",
	"Browar Chmielna Dolina", "Wydawnictwo Gęsie Pióro", "Hurtownia Guzik", "Stolarnia Wiór",
	"Klinika Ząb Mądrości", "Foto Migawka", "Nieruchomości Cztery Ściany",
}

var companyForms = []string{"sp. z o.o.", "sp. z o.o. sp.k.", "S.A.", "sp.j.", "s.c."}
