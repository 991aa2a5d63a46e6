/* Any bytes as a JPEG photo. */
#include <string.h>

#include "fuzz.h"
#include "pabx/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct why why = {""};
	char *png = NULL;
	size_t png_len = 0;
	int err = picture_of_jpeg("x", data, len, &png, &png_len, &why);

	must(err ? *why.text && !png : png && png_len > 8);
	must(err || !memcmp(png, "\x89PNG", 4));
	free(png);
	return 0;
}
