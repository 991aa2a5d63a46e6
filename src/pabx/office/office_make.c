/* Writes a company of any size: what a folder holds, and people and addresses behind it. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "office.h"

#define COUNT(list) ((unsigned)(sizeof(list) / sizeof(*(list))))

enum { FIRST_CID = 1000, FIRST_EXTENSION = 20000, PEOPLE_MAX = 70000, ADDRESSES_MAX = 1000000 };

static const char *const given[] = {
	"Ada",     "Björn",  "Chloé", "Dušan", "Elif",       "Frieda", "Göran",  "Hải",
	"İpek",    "José",   "Käthe", "Łucja", "Małgorzata", "Núria",  "Ørjan",  "Paweł",
	"Quentin", "Róisín", "Şule",  "Thuỳ",  "Ursula",     "Vít",    "Walter", "Xenia",
	"Yusuf",   "Żaneta", "Ольга", "Νίκος", "陽菜",       "سارة",   "דנה",
};
static const char *const family[] = {
	"Abernathy",   "Bäcker",    "Çelik",     "Dvořák",    "Eriksson", "Färber",
	"Grześkowiak", "Hoàng",     "Ibáñez",    "Jørgensen", "Kováč",    "Lefèvre",
	"Meyer-Lüdke", "Nyström",   "O'Connell", "Pfeiffer",  "Quispe",   "Řezáč",
	"Søndergaard", "Tremblay",  "Uçar",      "Võ",        "Wójcik",   "Xylander",
	"Yıldız",      "Zieliński", "Иванова",   "Παππάς",    "佐々木",
};
static const char *const departments[] = {"Sales",      "Support", "Accounts", "Engineering",
					  "Management", "Legal",   "HR",       "Warehouse",
					  "Purchasing", "Quality", "Research", "Marketing"};
static const char *const firms[] = {"Alder",  "Birch", "Cedar", "Dogwood", "Elm",   "Fir",
				    "Ginkgo", "Hazel", "Ivy",   "Juniper", "Larch", "Maple"};
static const char *const trades[] = {"Freight", "Glass", "Tools", "Optics",
				     "Paper",   "Water", "Timber"};

static int copy_file(const char *from, const char *to, const char *name, FILE **out,
		     struct why *why)
{
	char path[PATH_MAX], bytes[8192];
	size_t got;
	FILE *in;

	if (snprintf(path, sizeof(path), "%s/%s", from, name) >= (int)sizeof(path))
		return why_set(why, ERR_LIMIT, "The name of the folder is too long.");
	in = fopen(path, "re");
	if (!in)
		return why_set(why, ERR_NOT_FOUND, "%s: %s", path, strerror(errno));
	if (snprintf(path, sizeof(path), "%s/%s", to, name) < (int)sizeof(path))
		*out = fopen(path, "we");
	if (!*out) {
		fclose(in);
		return why_set(why, ERR_IO, "%s: %s", path, strerror(errno));
	}
	while ((got = fread(bytes, 1, sizeof(bytes), in)) > 0)
		fwrite(bytes, 1, got, *out);
	fclose(in);
	return 0;
}

static int close_file(FILE *out, const char *to, struct why *why)
{
	bool failed = ferror(out);

	if (fclose(out) != 0 || failed)
		return why_set(why, ERR_IO, "%s cannot be written: %s", to, strerror(errno));
	return 0;
}

/* Scatters i over a list's entries so that neighbours differ. */
static const char *pick(const char *const *list, unsigned count, unsigned i, unsigned step)
{
	return list[(i * step + i / count) % count];
}

static void add_people(FILE *out, unsigned people)
{
	for (unsigned i = 0; i < people; i++)
		fprintf(out, "%u,p%u,%s %s %u,default,%s,,p%u@brackwater.example,%u,,,,,online,\n",
			FIRST_CID + i, i + 1, pick(given, COUNT(given), i, 7),
			pick(family, COUNT(family), i, 11), i + 1,
			pick(departments, COUNT(departments), i, 5), i + 1, FIRST_EXTENSION + i);
}

static void add_addresses(FILE *out, unsigned addresses)
{
	for (unsigned i = 0; i < addresses; i++)
		fprintf(out, "g%u,system,,%s %s %u,+99%010u,%s %s %u,g%u@example.com,,\n", i + 1,
			pick(given, COUNT(given), i, 5), pick(family, COUNT(family), i, 3), i + 1,
			i + 1, pick(firms, COUNT(firms), i, 5), pick(trades, COUNT(trades), i, 3),
			i % 997, i + 1);
}

int office_generate(const char *from, const char *to, unsigned people, unsigned addresses,
		    struct why *why)
{
	static const char *const files[] = {"companies.csv", "people.csv", "addresses.csv",
					    "ddis.csv",      "notes.csv",  "office.csv"};

	if (people > PEOPLE_MAX || addresses > ADDRESSES_MAX)
		return why_set(why, ERR_LIMIT, "At most %d people and %d addresses.", PEOPLE_MAX,
			       ADDRESSES_MAX);
	for (unsigned i = 0; i < COUNT(files); i++) {
		FILE *out = NULL;
		int err = copy_file(from, to, files[i], &out, why);

		if (err < 0)
			return err;
		if (!strcmp(files[i], "people.csv"))
			add_people(out, people);
		if (!strcmp(files[i], "addresses.csv"))
			add_addresses(out, addresses);
		err = close_file(out, to, why);
		if (err < 0)
			return err;
	}
	return 0;
}
