"""Reads an iCalendar object as calendars do, for InvitationMailTest: its facts, and its first times in UTC, by its own VTIMEZONE, as JSON."""
import io
import json
import sys
from datetime import timezone

import dateutil.rrule
import dateutil.tz
import icalendar

text = sys.stdin.buffer.read()
calendar = icalendar.Calendar.from_ical(text)
event = calendar.walk("VEVENT")[0]
start, end = event["DTSTART"], event["DTEND"]
zone = start.params.get("TZID")
begin, finish = start.dt.replace(tzinfo=None), end.dt.replace(tzinfo=None)
of = dateutil.tz.tzical(io.StringIO(text.decode("utf-8").replace("\r\n ", ""))).get(zone) if zone else timezone.utc
times = [begin] if "RRULE" not in event else []
if "RRULE" in event:
    rule = dateutil.rrule.rrulestr(event["RRULE"].to_ical().decode(), dtstart=begin)
    times = [time for time, _ in zip(rule, range(int(sys.argv[1])))]


def utc(time):
    return dateutil.tz.resolve_imaginary(time.replace(tzinfo=of)).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


attendees = event.get("ATTENDEE", [])
print(json.dumps({
    "method": calendar["METHOD"], "uid": event["UID"], "sequence": event["SEQUENCE"], "status": event["STATUS"],
    "summary": event["SUMMARY"], "location": event["LOCATION"], "description": event["DESCRIPTION"], "url": event.get("URL", ""),
    "organizer": str(event["ORGANIZER"]), "attendees": [str(each) for each in (attendees if isinstance(attendees, list) else [attendees])],
    "minutes": (finish - begin).total_seconds() / 60, "alarms": [each["TRIGGER"].to_ical().decode() for each in event.walk("VALARM")],
    "times": [utc(time) for time in times], "parts": len(calendar.walk("VEVENT"))}))
