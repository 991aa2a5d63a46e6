/* What is searched: one folded record a person, queue or parked call, in pages of plain text.
 *
 * A record is "\n" name, PX_SPELLING the second spelling of the name, then parts that each begin
 * with PX_PART. Marks before words: PX_COMPANY a company's, PX_NUMBER a number's digits, # a tag's.
 * Nobody can type a mark, so a word is found by plain search and a mark narrows it. */
#ifndef PBX_SEARCH_INDEX_H
#define PBX_SEARCH_INDEX_H

#include "object.h"

#define PX_SPELLING '\x02'
#define PX_COMPANY  '\x04'
#define PX_NUMBER   '\x05'
#define PX_PART     '\t'

enum {
	PX_PAGE_BYTES = 60000,
	PX_NEEDLE_MAX = 64,
	PX_PAGE_SLACK = PX_NEEDLE_MAX + 32, /* what a search may read past the end */
	PX_RECORD_MAX = 4096,
};

enum px_available { PX_FREE, PX_PERHAPS, PX_BUSY };

/* Letters and digits as bits: most short words are answered without the text. */
struct px_letters {
	uint64_t any, start; /* anywhere; at the start of a word */
	uint64_t name;       /* at the start of a word of the name, or of a number */
};

struct px_entry {
	struct pbx_object *object; /* NULL: removed */
	uint32_t first[2];       /* four bytes of both spellings of the name, big endian; 0: none */
	unsigned points;         /* of use */
	unsigned short at, size; /* its place in the page */
	unsigned short names;    /* bytes of both spellings of the name */
	unsigned char available;
};

struct px_page {
	char *text;
	struct px_entry *entries;   /* in the order of the text */
	struct px_letters *letters; /* of each entry */
	unsigned used, garbage, count, cap;
};

struct px_use {
	UT_hash_handle hh;
	unsigned points;
	char id[]; /* class and key */
};

struct px_index {
	struct px_page *pages;
	unsigned count, open; /* open: where the next record goes */
	struct px_use *uses;
};

void px_index_init(struct px_index *index);
void px_index_free(struct px_index *index);
/* Puts in what the object says now, or takes it out where it is not to be found. */
void px_index_update(struct pbx_object *object);
void px_index_remove(struct pbx_object *object);
/* Free or busy again. */
void px_index_state(struct pbx_object *object);

/* search_record.c: the record of an object (at most PX_RECORD_MAX bytes); 0: not to be found. */
unsigned px_record(const struct pbx_object *object, char *out, unsigned *names);
enum px_available px_record_available(const struct pbx_object *object);
/* names: bytes of the names at the front. */
struct px_letters px_record_letters(const char *record, unsigned size, unsigned names);
void px_record_first(const char *record, unsigned names, uint32_t first[2]);
/* The bit of a letter or digit, 0 for anything else. */
uint64_t px_letter(char c);
/* True for what words are made of. */
bool px_is_letter(char c);
/* Digits of text alone. Returns how many. */
size_t px_digits(char *out, size_t cap, const char *text);

#endif
