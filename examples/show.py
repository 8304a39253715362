"""Shows the events of a file that ``dateline extract`` wrote: who did what to whom, when and where."""

import json
import sys


def names(article, participants):
    """The participants by the best name that the article has for them."""
    return ", ".join(
        p["text"] if p["entity"] is None else article["entities"][p["entity"]]["name"] for p in participants
    )


with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        article = json.loads(line)
        headline = article["headline"]
        print(f"\n{article['id']}: {' '.join(headline['text'].split()) if headline else '(no headline)'}")
        for event in article["events"]:
            who = names(article, event["actors"]) or "?"
            whom = names(article, event["recipients"])
            where = (event["place"] or {}).get("text") or ""
            when = event["date_start"] or ""
            what = f"{event['type']}{'/' + event['mode'] if event['mode'] else ''}"
            print(f"  {what:<24} {who} -> {whom or '-'}; {where or '-'}; {when or '-'}; {event['assertion']}")
