/* Gives a harness the files named on the command line, and all that lie in folders named there;
 * each whole, and each cut short at every length up to a limit. */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

enum { FILE_MAX = 1 << 20, CUTS_MAX = 2048 };

/* The harness gets a block of exactly len bytes. */
static void give(const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);

	must(copy != NULL);
	memcpy(copy, data, len);
	LLVMFuzzerTestOneInput(copy, len);
	free(copy);
}

static int replay_file(const char *path)
{
	static uint8_t data[FILE_MAX];
	FILE *file = fopen(path, "rb");

	if (!file) {
		perror(path);
		return -1;
	}

	size_t len = fread(data, 1, sizeof(data), file);

	fclose(file);
	for (size_t cut = 0; cut < len && cut < CUTS_MAX; cut++)
		give(data, cut);
	give(data, len);
	return 1;
}

static int replay(const char *path)
{
	struct stat status;
	struct dirent *entry;
	DIR *folder;
	int count = 0;

	if (stat(path, &status) || !S_ISDIR(status.st_mode))
		return replay_file(path);
	folder = opendir(path);
	if (!folder) {
		perror(path);
		return -1;
	}
	while (count >= 0 && (entry = readdir(folder))) {
		char name[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		count = replay(name) < 0 ? -1 : count + 1;
	}
	closedir(folder);
	return count;
}

int main(int argc, char **argv)
{
	int count = 0;

	for (int i = 1; i < argc; i++) {
		int got = replay(argv[i]);

		if (got < 0)
			return 1;
		count += got;
	}
	printf("%d inputs\n", count);
	return count > 0 ? 0 : 1;
}
