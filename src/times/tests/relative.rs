//! Times that count from the day of publication or from another time of the text.

use jiff::civil::date;

use super::{ANCHOR, check, times};

#[test]
fn relative_to_publication() {
    check(&[
        ("The army attacked on Tuesday.", &[("Tuesday", "2016-09-27")]),
        ("The army attacked on Thursday.", &[("Thursday", "2016-09-29")]),
        ("The court will rule on Tuesday.", &[("Tuesday", "2016-10-04")]),
        ("The court is due to rule on Tuesday.", &[("Tuesday", "2016-10-04")]),
        ("He arrived last Thursday.", &[("last Thursday", "2016-09-22")]),
        ("He will arrive next Thursday.", &[("next Thursday", "2016-10-06")]),
        ("He will arrive this Saturday.", &[("this Saturday", "2016-10-01")]),
        ("He arrived yesterday.", &[("yesterday", "2016-09-28")]),
        ("He arrived today.", &[("today", "2016-09-29")]),
        ("He will arrive tomorrow.", &[("tomorrow", "2016-09-30")]),
        ("He will arrive the day after tomorrow.", &[("the day after tomorrow", "2016-10-01")]),
        ("He arrived the day before yesterday.", &[("the day before yesterday", "2016-09-27")]),
        ("He speaks tonight.", &[("tonight", "2016-09-29TNI")]),
        ("He spoke last night.", &[("last night", "2016-09-28TNI")]),
        ("He spoke this morning.", &[("this morning", "2016-09-29TMO")]),
        ("He spoke yesterday evening.", &[("yesterday evening", "2016-09-28TEV")]),
        ("He spoke on Tuesday night.", &[("Tuesday night", "2016-09-27TNI")]),
        ("On the evening of Wednesday he spoke.", &[("the evening of Wednesday", "2016-09-28TEV")]),
        ("He resigned last week.", &[("last week", "2016-W38")]),
        ("He will resign next week.", &[("next week", "2016-W40")]),
        ("He resigned this week.", &[("this week", "2016-W39")]),
        ("He resigned last month.", &[("last month", "2016-08")]),
        ("He resigned earlier this month.", &[("earlier this month", "2016-09")]),
        ("He will resign later this year.", &[("later this year", "2016")]),
        ("He resigned last year.", &[("last year", "2015")]),
        ("He resigned late last year.", &[("late last year", "2015")]),
        ("He will resign early next year.", &[("early next year", "2017")]),
        ("He resigned last quarter.", &[("last quarter", "2016-Q2")]),
        ("He resigned last weekend.", &[("last weekend", "2016-W38-WE")]),
        ("They fought over the weekend.", &[("the weekend", "2016-W38-WE")]),
        ("He resigned three days ago.", &[("three days ago", "2016-09-26")]),
        ("He resigned two weeks ago.", &[("two weeks ago", "2016-W37")]),
        ("He resigned nine months ago.", &[("nine months ago", "2015-12")]),
        ("He resigned a year ago.", &[("a year ago", "2015")]),
        ("He resigned about ten years ago.", &[("about ten years ago", "2006")]),
        ("He resigned a decade ago.", &[("a decade ago", "2006")]),
        ("He resigned several years ago.", &[("several years ago", "PAST_REF")]),
        ("He resigned in April.", &[("April", "2016-04")]),
        ("He resigned in February.", &[("February", "2016-02")]),
        ("He will resign in April.", &[("April", "2017-04")]),
        ("The talks will begin on 15 October.", &[("15 October", "2016-10-15")]),
        ("The talks began on 9 September.", &[("9 September", "2016-09-09")]),
        ("The planned October 31 exit alarmed them.", &[("October 31", "2016-10-31")]),
        ("He left last September.", &[("last September", "2015-09")]),
        ("He left in April last year.", &[("April last year", "2015-04")]),
        ("He left in March of this year.", &[("March of this year", "2016-03")]),
        ("He left on Monday last week.", &[("Monday last week", "2016-09-19")]),
        ("He left in the third quarter of last year.", &[("the third quarter of last year", "2015-Q3")]),
        ("He left last summer.", &[("last summer", "2016-SU")]),
        ("He left in the summer of 2008.", &[("the summer of 2008", "2008-SU")]),
        ("On the eve, he resigned.", &[("the eve", "2016-09-28")]),
        ("The talks will end Sunday.", &[("Sunday", "2016-10-02")]),
        ("The talks will start on Monday.", &[("Monday", "2016-10-03")]),
        ("A curfew was in place overnight.", &[("overnight", "2016-09-29TNI")]),
    ]);
}

#[test]
fn relative_to_the_text() {
    check(&[
        (
            "He fell on 3 May 2010 and died two days later.",
            &[("3 May 2010", "2010-05-03"), ("two days later", "2010-05-05")],
        ),
        (
            "He fell on 3 May 2010 and rose the next day.",
            &[("3 May 2010", "2010-05-03"), ("the next day", "2010-05-04")],
        ),
        (
            "He fell on 3 May 2010 and rose the same day.",
            &[("3 May 2010", "2010-05-03"), ("the same day", "2010-05-03")],
        ),
        (
            "He fell in May 2010 and rose in August of that year.",
            &[("May 2010", "2010-05"), ("August of that year", "2010-08")],
        ),
        ("He fell in 2010 and rose the following year.", &[("2010", "2010"), ("the following year", "2011")]),
        ("He fell in 2010; the previous year was dry.", &[("2010", "2010"), ("the previous year", "2009")]),
        (
            "He fell on 3 May 2010. That night it rained.",
            &[("3 May 2010", "2010-05-03"), ("That night", "2010-05-03TNI")],
        ),
        (
            "He fell on 3 May 2010 and left the following morning.",
            &[("3 May 2010", "2010-05-03"), ("the following morning", "2010-05-04TMO")],
        ),
        ("Two weeks before 20 May 2010 he fell.", &[("Two weeks before 20 May 2010", "2010-05-06")]),
        ("The day after 20 May 2010 he fell.", &[("The day after 20 May 2010", "2010-05-21")]),
        ("The eve of Christmas 2012 was calm.", &[("The eve of Christmas 2012", "2012-12-24")]),
        ("He won in 2010 and lost four years later.", &[("2010", "2010"), ("four years later", "2014")]),
        ("He won in the first week of June 2010.", &[("the first week of June 2010", "2010-W22")]),
        (
            "Sales fell in January from the same month last year.",
            &[("January", "2016-01"), ("the same month last year", "2015-01")],
        ),
        (
            "Sales fell in January from the same period a year earlier.",
            &[("January", "2016-01"), ("the same period a year earlier", "2015-01")],
        ),
        ("They met in the week of June 3.", &[("the week of June 3", "2016-W22")]),
        ("He won in 2008. Since then he has lost.", &[("2008", "2008"), ("then", "2008")]),
    ]);
}

#[test]
fn anchors() {
    let dated = "Bridge opens\n\nFriday, January 12, 2007\n\nThe bridge opened on Tuesday.";
    let found = times(dated, None);
    assert_eq!(found.anchor.map(|anchor| (anchor.day, anchor.given)), Some((date(2007, 1, 12), false)));
    assert_eq!(found.times[1].value.as_deref(), Some("2007-01-09"));
    let undated = times("The bridge opened on Tuesday.", None);
    assert_eq!(undated.anchor, None);
    assert_eq!(undated.times[0].start, None, "nothing tells which Tuesday");
}

#[test]
fn narration_counts_from_the_time_mentioned_last() {
    let text = "The siege began in May 1592. In October the wall fell. In January the king fled. He died in 1610. \
                His son, born in 1590, was crowned in 1611.";
    let values: Vec<_> = times(text, Some(ANCHOR)).times.into_iter().filter_map(|time| time.value).collect();
    assert_eq!(values, ["1592-05", "1592-10", "1593-01", "1610", "1590", "1611"]);
}

#[test]
fn today_in_a_quotation_is_the_day_of_the_news() {
    let text = "The court freed him on Tuesday. \"Today we won,\" his lawyer said.";
    let found = times(text, Some(ANCHOR));
    assert_eq!(found.times[1].value.as_deref(), Some("2016-09-27"));
}
