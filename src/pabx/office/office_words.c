/* What people put beside their names and write to each other. */
#include "inside.h"

#define COUNT(list) ((uint32_t)(sizeof(list) / sizeof(*(list))))

static const struct absence absences[] = {
	{"dnd", "In a meeting", 15, 60},
	{"dnd", "Telephone conference", 10, 45},
	{"dnd", "Interview", 30, 60},
	{"dnd", "Writing an offer", 15, 40},
	{"away", "At lunch", 20, 60},
	{"away", "Coffee", 5, 10},
	{"away", "In the warehouse", 5, 25},
	{"away", "At the dentist", 45, 120},
	{"away", "With a customer", 30, 120},
	{"away", "Mittagspause", 30, 60},
	{"away", "W drodze", 20, 60},
	{"away", "会議中", 20, 60},
	{"away", "Hemen dönerim", 5, 15},
	{"away", "En réunion", 15, 60},
	{"away", "", 5, 20},
};

static const char *const desk_chat[] = {
	"I am expecting a visitor at three, please ring me when she is here.",
	"Back in ten minutes, please take a message.",
	"If the courier comes: the parcel is in my tray.",
	"Please no calls until the meeting is over, except from the director.",
	"Who was that on the line just now?",
	"Could you book the meeting room for tomorrow at ten?",
	"Bin kurz im Lager, Handy ist an.",
	"Dziękuję za wiadomość, oddzwonię.",
	"Thank you for putting her through!",
	"The lift engineer may ring. He can come up at once.",
	"I have left my keys at the desk, haven't I?",
	"Reçu, merci beaucoup !",
};

static const char *const house_chat[] = {
	"Have you got five minutes?",
	"The customer in Bristol has rung again.",
	"Lunch?",
	"Done, see the ticket.",
	"お疲れさまです。資料を送りました。",
	"Kannst du bitte mal auf das Angebot schauen?",
	"The printer on the second floor is out of paper again.",
	"Тест прошёл, всё работает.",
	"Toplantı yarına alındı.",
	"See you at two then.",
};

const struct absence *office_words_absence(struct office *o)
{
	return &absences[random_below(&o->random, COUNT(absences))];
}

const char *office_words_chat(struct office *o, bool to_desk)
{
	if (to_desk)
		return desk_chat[random_below(&o->random, COUNT(desk_chat))];
	return house_chat[random_below(&o->random, COUNT(house_chat))];
}
