#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/language.h"
#include "base/text.h"

enum { CELL_MAX = 256, COLUMNS_MAX = 6 };

typedef void (*cell_fn)(const struct pbx_object *o, char *out, size_t cap);

struct column {
	const char *title;
	int most; /* columns at most; 0: no limit */
	cell_fn cell;
};

const char *table_blf_word(int64_t blf)
{
	static const char *const words[] = {N_("free"), N_("busy"), N_("ringing"),
					    N_("busy, ringing")};

	return blf >= 0 && blf < 4 ? _(words[blf]) : _("unknown");
}

#define TEXT_CELL(name, expression)                                                                \
	static void name(const struct pbx_object *o, char *out, size_t cap)                        \
	{                                                                                          \
		snprintf(out, cap, "%s", expression);                                              \
	}
#define INT_CELL(name, expression)                                                                 \
	static void name(const struct pbx_object *o, char *out, size_t cap)                        \
	{                                                                                          \
		int64_t value = expression;                                                        \
		if (value == PBX_UNKNOWN)                                                          \
			snprintf(out, cap, "-");                                                   \
		else                                                                               \
			snprintf(out, cap, "%lld", (long long)value);                              \
	}

static const char *phone_word(const struct pbx_object *contact)
{
	if (pbx_contact_blf(contact) == PBX_UNKNOWN)
		return _("unknown");
	if (!pbx_contact_online(contact))
		return _("no phone");
	if (pbx_contact_dnd(contact))
		return _("do not disturb");
	return table_blf_word(pbx_contact_blf(contact));
}

TEXT_CELL(who_name, pbx_who_name(o))
TEXT_CELL(who_number, pbx_who_number(o))
TEXT_CELL(who_company, pbx_who_company(o))
TEXT_CELL(who_department, pbx_who_department(o))
TEXT_CELL(contact_phone, phone_word(o))
TEXT_CELL(contact_presence, *pbx_contact_show(o) ? pbx_contact_show(o) : "offline")
TEXT_CELL(address_phone, pbx_who_blf(o) == PBX_UNKNOWN ? "" : table_blf_word(pbx_who_blf(o)))
TEXT_CELL(device_name, pbx_device_name(o))
TEXT_CELL(device_label, pbx_device_label(o))
TEXT_CELL(device_extension, pbx_device_extension(o))
TEXT_CELL(device_state, pbx_device_state(o))
TEXT_CELL(device_blf, table_blf_word(pbx_device_blf(o)))
TEXT_CELL(call_cid, pbx_call_cid(o))
TEXT_CELL(call_parent, pbx_call_parent(o))
TEXT_CELL(call_state, pbx_call_state(o))
TEXT_CELL(call_party, pbx_call_party(o))
TEXT_CELL(call_name, pbx_call_name(o))
TEXT_CELL(call_number, pbx_call_number(o))
TEXT_CELL(queue_name, pbx_queue_name(o))
TEXT_CELL(queue_label, pbx_queue_label(o))
TEXT_CELL(queue_extension, pbx_queue_extension(o))
INT_CELL(queue_depth, pbx_queue_depth(o))
TEXT_CELL(extension_name, pbx_extension_name(o))
TEXT_CELL(extension_number, pbx_extension_extension(o))
TEXT_CELL(extension_type, pbx_extension_type(o))
TEXT_CELL(extension_blf, table_blf_word(pbx_extension_blf(o)))
TEXT_CELL(phone_mac, pbx_phone_mac(o))
TEXT_CELL(phone_name, pbx_phone_name(o))
INT_CELL(phone_lines, pbx_phone_lines(o))
TEXT_CELL(phone_features, pbx_phone_features(o))
TEXT_CELL(mailbox_name, pbx_mailbox_name(o))
TEXT_CELL(mailbox_label, pbx_mailbox_label(o))
INT_CELL(mailbox_unread, pbx_mailbox_unread(o))
INT_CELL(mailbox_read, pbx_mailbox_read(o))
INT_CELL(link_cID, pbx_link_cID(o))
TEXT_CELL(link_state, pbx_link_state(o))
INT_CELL(room_id, pbx_room_roomID(o))
TEXT_CELL(room_label, pbx_room_label(o))
INT_CELL(room_unread, (int64_t)pbx_room_unread(o))
TEXT_CELL(parked_slot, pbx_parked_slot(o))
TEXT_CELL(parked_name, pbx_parked_name(o))
TEXT_CELL(parked_number, pbx_parked_number(o))

static void who_tags(const struct pbx_object *o, char *out, size_t cap)
{
	size_t len = 0;

	out[0] = '\0';
	for (unsigned i = 0; i < pbx_who_tags(o) && len < cap - 1; i++)
		len += (size_t)snprintf(out + len, cap - len, "%s#%s", i ? " " : "",
					pbx_who_tag(o, i));
}

static const struct column contact_columns[COLUMNS_MAX + 1] = {
	{N_("NAME"), 30, who_name},
	{N_("NUMBER"), 18, who_number},
	{N_("PHONE"), 14, contact_phone},
	{N_("PRESENCE"), 8, contact_presence},
	{N_("DEPARTMENT"), 18, who_department},
	{N_("TAGS"), 0, who_tags},
};
static const struct column address_columns[COLUMNS_MAX + 1] = {
	{N_("NAME"), 30, who_name},       {N_("NUMBER"), 18, who_number},
	{N_("PHONE"), 14, address_phone}, {N_("COMPANY"), 24, who_company},
	{N_("TAGS"), 0, who_tags},
};
static const struct column device_columns[COLUMNS_MAX + 1] = {
	{N_("NAME"), 24, device_name},           {N_("LABEL"), 24, device_label},
	{N_("EXTENSION"), 12, device_extension}, {N_("STATE"), 10, device_state},
	{N_("PHONE"), 14, device_blf},
};
static const struct column call_columns[COLUMNS_MAX + 1] = {
	{N_("CID"), 24, call_cid},    {N_("ON"), 22, call_parent}, {N_("STATE"), 6, call_state},
	{N_("PARTY"), 6, call_party}, {N_("NAME"), 28, call_name}, {N_("NUMBER"), 0, call_number},
};
static const struct column queue_columns[COLUMNS_MAX + 1] = {
	{N_("NAME"), 20, queue_name},
	{N_("LABEL"), 28, queue_label},
	{N_("EXTENSION"), 12, queue_extension},
	{N_("WAITING"), 0, queue_depth},
};
static const struct column extension_columns[COLUMNS_MAX + 1] = {
	{N_("EXTENSION"), 18, extension_number},
	{N_("NAME"), 30, extension_name},
	{N_("TYPE"), 4, extension_type},
	{N_("PHONE"), 0, extension_blf},
};
static const struct column phone_columns[COLUMNS_MAX + 1] = {
	{N_("MAC"), 18, phone_mac},
	{N_("NAME"), 24, phone_name},
	{N_("LINES"), 5, phone_lines},
	{N_("FEATURES"), 0, phone_features},
};
static const struct column mailbox_columns[COLUMNS_MAX + 1] = {
	{N_("NAME"), 20, mailbox_name},
	{N_("LABEL"), 30, mailbox_label},
	{N_("UNREAD"), 6, mailbox_unread},
	{N_("READ"), 0, mailbox_read},
};
static const struct column link_columns[COLUMNS_MAX + 1] = {
	{N_("PERSON"), 12, link_cID},
	{N_("STATE"), 0, link_state},
};
static const struct column room_columns[COLUMNS_MAX + 1] = {
	{N_("ROOM"), 8, room_id},
	{N_("WITH"), 40, room_label},
	{N_("UNREAD"), 0, room_unread},
};
static const struct column parked_columns[COLUMNS_MAX + 1] = {
	{N_("SLOT"), 8, parked_slot},
	{N_("NAME"), 30, parked_name},
	{N_("NUMBER"), 0, parked_number},
};

static const struct column *columns_of(enum pbx_class class)
{
	static const struct column *const columns[PBX_CLASS_COUNT] = {
		[PBX_CONTACT] = contact_columns,     [PBX_ADDRESS] = address_columns,
		[PBX_DEVICE] = device_columns,       [PBX_CALL] = call_columns,
		[PBX_QUEUE] = queue_columns,         [PBX_PARKED] = parked_columns,
		[PBX_EXTENSION] = extension_columns, [PBX_PHONE] = phone_columns,
		[PBX_MAILBOX] = mailbox_columns,     [PBX_LINK] = link_columns,
		[PBX_ROOM] = room_columns,
	};

	return columns[class] ? columns[class] : address_columns;
}

static int min_int(int a, int b)
{
	return a < b ? a : b;
}

static void measure(const struct column *columns, struct pbx_object *const *objects, unsigned count,
		    int *width)
{
	char cell[CELL_MAX];

	for (int c = 0; columns[c].title; c++) {
		width[c] = text_width(_(columns[c].title));
		for (unsigned i = 0; i < count; i++) {
			if (columns_of(pbx_object_class(objects[i])) != columns)
				continue;
			columns[c].cell(objects[i], cell, sizeof cell);
			int w = text_width(cell);
			width[c] = w > width[c] ? w : width[c];
		}
		if (columns[c].most)
			width[c] = min_int(width[c], columns[c].most);
	}
}

static void print_cell(const char *text, int width, bool last)
{
	char cut[CELL_MAX];

	if (last) {
		printf("%s\n", text);
		return;
	}
	int used = text_cut(cut, sizeof cut, text, width);
	printf("%s%*s  ", cut, width - used, "");
}

static void print_row(const struct column *columns, const struct pbx_object *o, const int *width)
{
	char cell[CELL_MAX];

	for (int c = 0; columns[c].title; c++) {
		columns[c].cell(o, cell, sizeof cell);
		print_cell(cell, width[c], !columns[c + 1].title);
	}
}

void table_print(struct pbx_object *const *objects, unsigned count)
{
	const struct column *now = NULL;
	int width[COLUMNS_MAX] = {0};

	for (unsigned i = 0; i < count; i++) {
		const struct column *columns = columns_of(pbx_object_class(objects[i]));
		if (columns != now) {
			now = columns;
			measure(columns, objects, count, width);
			for (int c = 0; columns[c].title; c++)
				print_cell(_(columns[c].title), width[c], !columns[c + 1].title);
		}
		print_row(columns, objects[i], width);
	}
	if (!count)
		fprintf(stderr, _("None.\n"));
}

void table_json_text(const char *text)
{
	cJSON *string = cJSON_CreateString(text);
	char *json = cJSON_PrintUnformatted(string);

	fputs(json ? json : "\"\"", stdout);
	cJSON_free(json);
	cJSON_Delete(string);
}

void table_json(struct pbx_object *const *objects, unsigned count)
{
	printf("[");
	for (unsigned i = 0; i < count; i++) {
		char *json = pbx_object_json(objects[i]);
		printf("%s%s", i ? ",\n " : "", json);
		free(json);
	}
	printf("]\n");
}
