/* Channels: one party's side of a call. */
#include "act.h"

/* What Asterisk uses inside and people never see. */
static const char *const inner[] = {"Local/",     "Message/", "Surrogate/", "Announcer/",
				    "Recorder/",  "CBAnn/",   "CBRec/",     "ConfBridgeRecorder/",
				    "AsyncGoto/", "Snoop/",   "Bridge/",    "Parked/",
				    "UnicastRTP/"};

static bool is_inner(const char *name)
{
	for (size_t i = 0; i < sizeof(inner) / sizeof(inner[0]); i++)
		if (!strncmp(name, inner[i], strlen(inner[i])))
			return true;
	return false;
}

struct channel *channel_find(const struct asterisk *a, const char *id)
{
	struct channel *c;

	HASH_FIND_STR(a->channels, id, c);
	return c;
}

struct channel *channel_of_call(const struct asterisk *a, const char *device, const char *cid)
{
	struct channel *c, *next;

	if (!cid)
		return NULL;
	HASH_ITER (hh, a->channels, c, next)
		if (!strcmp(c->cid, cid) &&
		    (!device || (c->device && !strcmp(c->device->name, device)) ||
		     (c->queue && !strcmp(c->queue->name, device))))
			return c;
	return NULL;
}

struct channel *channel_new(struct asterisk *a, const char *id)
{
	struct channel *c = mem_new(1, sizeof(*c));
	size_t len = strlen(id);

	c->asterisk = a;
	c->stamp = c->since = clock_wall_ms();
	c->inq = c->outq = c->position = WIRE_NULL;
	AST_SET(c->id, id);
	AST_SET(c->cid, len > WIRE_MAX_ID ? id + (len - WIRE_MAX_ID) : id);
	HASH_ADD_STR(a->channels, id, c);
	return c;
}

void channel_place(struct channel *c)
{
	struct asterisk *a = c->asterisk;
	struct device *d = device_of_channel(a, c->name);

	device_name_of_channel(c->name, c->technology, sizeof(c->technology));
	c->hidden = is_inner(c->name);
	if (d && (!d->phone || c->hidden))
		d = NULL;
	talk_outside(c, !c->hidden && !d);
	if (d == c->device)
		return;
	if (c->device)
		DL_DELETE2(c->device->channels, c, device_prev, device_next);
	c->device = d;
	if (d)
		DL_APPEND2(d->channels, c, device_prev, device_next);
}

void channel_update(struct channel *c, const struct ami_message *m, const char *prefix)
{
	const char *state = ami_part(m, prefix, "ChannelState");
	const char *name = ami_part(m, prefix, "Channel");

	if (*name && AST_SET(c->name, name))
		channel_place(c);
	if (*state)
		c->state = atoi(state);
	AST_SET(c->number, ast_known(ami_part(m, prefix, "CallerIDNum")));
	AST_SET(c->label, ast_known(ami_part(m, prefix, "CallerIDName")));
	AST_SET(c->other_number, ast_known(ami_part(m, prefix, "ConnectedLineNum")));
	AST_SET(c->other_label, ast_known(ami_part(m, prefix, "ConnectedLineName")));
	AST_SET(c->exten, ami_part(m, prefix, "Exten"));
	AST_SET(c->context, ami_part(m, prefix, "Context"));
	talk_join(c, ami_part(m, prefix, "Linkedid"));
}

struct channel *channel_event(struct asterisk *a, const struct ami_message *m, const char *prefix)
{
	struct channel *c = channel_find(a, ami_part(m, prefix, "Uniqueid"));

	if (c)
		channel_update(c, m, prefix);
	return c;
}

/* A call from outside brings the number that was called. */
void channel_ddi(struct channel *c)
{
	if (!c->outside || !c->caller || *c->ddi)
		return;
	AST_SET(c->ddi, c->exten);
	if (c->talk && !*c->talk->ddi)
		AST_SET(c->talk->ddi, c->exten);
}

void model_new_channel(struct asterisk *a, const struct ami_message *m)
{
	const char *id = ami_get(m, "Uniqueid");
	struct channel *c = channel_find(a, id);
	const struct act *act;

	if (!*id || strlen(id) >= AST_CHANNEL)
		return;
	if (!c)
		c = channel_new(a, id);
	channel_update(c, m, "");
	channel_place(c);
	act = act_making(a, id);
	if (c->state == CHAN_RING || act)
		c->caller = c->shown = true;
	AST_SET(c->dialled, act ? act->exten : c->exten);
	if (act)
		going_begin(c);
	channel_ddi(c);
	if (c->caller)
		record_begin(c);
	call_tell(c);
	if (c->device)
		device_tell(a, c->device);
}

static void is_up(struct channel *c)
{
	c->shown = true;
	going_up(c);
	if (!c->answered && !c->caller)
		c->answered = clock_wall_ms();
}

void model_channel_state(struct asterisk *a, const struct ami_message *m)
{
	struct channel *c = channel_event(a, m, "");

	if (!c)
		return;
	if (c->state == CHAN_RINGING)
		c->shown = c->alerting = true;
	if (c->state == CHAN_UP)
		is_up(c);
	call_tell(c);
	if (c->dialer)
		call_tell(c->dialer);
}

void model_channel_says(struct asterisk *a, const struct ami_message *m)
{
	struct channel *c = channel_event(a, m, "");

	if (c)
		call_tell(c);
}

void model_rename(struct asterisk *a, const struct ami_message *m)
{
	struct channel *c = channel_find(a, ami_get(m, "Uniqueid"));
	const char *name = ami_get(m, "Newname");

	/* While two change places their names are marked; what they are in the end counts. */
	if (!c || !AST_SET(c->name, name) || strchr(name, '<'))
		return;
	channel_place(c);
	call_tell(c);
}

/* The other half of "Local/1005@internal-00000003;1". */
static struct channel *twin(const struct channel *c)
{
	size_t len = strlen(c->name);
	struct channel *other, *next;

	if (len < 2 || c->name[len - 2] != ';')
		return NULL;
	HASH_ITER (hh, c->asterisk->channels, other, next)
		if (other != c && strlen(other->name) == len &&
		    !strncmp(other->name, c->name, len - 1))
			return other;
	return NULL;
}

struct channel *channel_far(const struct channel *c)
{
	for (unsigned hops = 0; c && c->bridge && !c->bridge->parking && hops < 8; hops++) {
		struct channel *peer = c->bridge->channels;

		if (peer == c)
			peer = peer->bridge_next;
		if (!peer || !peer->hidden)
			return peer;
		c = twin(peer);
	}
	return NULL;
}

void channel_number(const struct channel *c, char out[AST_NUMBER], char label[AST_NAME])
{
	snprintf(out, AST_NUMBER, "%s", c->other_number);
	snprintf(label, AST_NAME, "%s", c->other_label);
	if (!*out && c->caller)
		snprintf(out, AST_NUMBER, "%s", *c->dialled ? c->dialled : c->exten);
	if (!strcmp(out, "s"))
		*out = '\0';
}

static void channel_free(struct channel *c)
{
	HASH_DEL(c->asterisk->channels, c);
	wire_row_free(&c->row);
	wire_row_free(&c->queue_row);
	free(c);
}

static void forget_answerer(const struct channel *c)
{
	struct channel *other, *next;

	HASH_ITER (hh, c->asterisk->channels, other, next)
		if (other->answerer == c)
			other->answerer = NULL;
}

void channel_gone(struct channel *c, const char *cause)
{
	struct asterisk *a = c->asterisk;
	struct device *d = c->device;

	record_end(c, cause);
	if (c->queue)
		queue_leave(c, NULL, cause);
	if (c->parked)
		parked_drop(a, c->parked);
	while (c->targets)
		dial_unlink(c->targets);
	if (c->dialer) {
		struct channel *dialer = c->dialer;

		dial_unlink(c);
		call_tell(dialer);
	}
	bridge_leave(c);
	forget_answerer(c);
	if (d)
		DL_DELETE2(d->channels, c, device_prev, device_next);
	call_dead(c, cause);
	talk_leave(c);
	channel_free(c);
	if (d)
		device_tell(a, d);
}

/* Q.850 causes as PROTOCOL.md has them. */
static const char *cause_of(const struct channel *c, int cause)
{
	switch (cause) {
	case 17:
		return "busy";
	case 18:
	case 19:
		return "noanswer";
	case 21:
		return "rejected";
	case 26:
		return "elsewhere";
	case 1:
	case 2:
	case 3:
	case 20:
	case 22:
	case 27:
		return "unreachable";
	case 34:
	case 38:
	case 41:
	case 42:
	case 44:
		return "congestion";
	default:
		break;
	}
	if (c->caller && c->state != CHAN_UP && !strcmp(c->dial_status, "BUSY"))
		return "busy";
	return "normal";
}

void model_hangup(struct asterisk *a, const struct ami_message *m)
{
	struct channel *c = channel_find(a, ami_get(m, "Uniqueid"));

	if (c)
		channel_gone(c, cause_of(c, (int)ami_int(m, "Cause", 0)));
}

void channels_free(struct asterisk *a)
{
	struct channel *c, *next;

	HASH_ITER (hh, a->channels, c, next) {
		talk_leave(c);
		bridge_leave(c);
		channel_free(c);
	}
}
