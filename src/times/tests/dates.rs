//! Dates, months, years, holidays, and words that only look like them.

use jiff::civil::date;

use super::{ANCHOR, check, times};

#[test]
fn full_dates() {
    check(&[
        ("The treaty was signed on 27 September 2012.", &[("27 September 2012", "2012-09-27")]),
        ("It was signed on September 27, 2012.", &[("September 27, 2012", "2012-09-27")]),
        ("It was signed on Sept. 27, 2012 in Oslo.", &[("Sept. 27, 2012", "2012-09-27")]),
        ("Signed: 27.9.2012.", &[("27.9.2012", "2012-09-27")]),
        ("Signed: 2012-09-27.", &[("2012-09-27", "2012-09-27")]),
        ("Signed: 9/27/2012.", &[("9/27/2012", "2012-09-27")]),
        ("Signed: 27/9/2012.", &[("27/9/2012", "2012-09-27")]),
        ("Signed: 2012/09/27.", &[("2012/09/27", "2012-09-27")]),
        ("The 27th of September 2012 was dry.", &[("The 27th of September 2012", "2012-09-27")]),
        ("On Thursday, September 27, 2012, they met.", &[("Thursday, September 27, 2012", "2012-09-27")]),
        ("On Thursday 27 September 2012 they met.", &[("Thursday 27 September 2012", "2012-09-27")]),
        ("He was born on 3rd March 1961.", &[("3rd March 1961", "1961-03-03")]),
        ("The fort fell on 12-Jun-1944.", &[("12-Jun-1944", "1944-06-12")]),
        ("It fell on June the 12th.", &[("June the 12th", "2016-06-12")]),
        ("After the September 11 attacks he enlisted.", &[("September 11", "2001-09-11")]),
        ("After 9/11 he enlisted.", &[("9/11", "2001-09-11")]),
    ]);
}

#[test]
fn months_and_years() {
    check(&[
        ("It opened in May 2009.", &[("May 2009", "2009-05")]),
        ("It opened in February of 2009.", &[("February of 2009", "2009-02")]),
        ("It opened in 2009.", &[("2009", "2009")]),
        ("The 2009 budget passed.", &[("2009", "2009")]),
        ("It opened in early 2012.", &[("early 2012", "2012")]),
        ("It opened in mid-2012.", &[("mid-2012", "2012")]),
        ("It opened in mid-March.", &[("mid-March", "2016-03")]),
        ("It opened in late March 2010.", &[("late March 2010", "2010-03")]),
        ("It opened at the end of March.", &[("the end of March", "2016-03")]),
        ("It opened at the beginning of 2008.", &[("the beginning of 2008", "2008")]),
        ("Sales rose in the first half of 2008.", &[("the first half of 2008", "2008-H1")]),
        ("Sales rose in the second half of May.", &[("the second half of May", "2016-05")]),
        ("Sales rose in Q3 2019.", &[("Q3 2019", "2019-Q3")]),
        ("Sales rose in the third quarter of 2019.", &[("the third quarter of 2019", "2019-Q3")]),
        ("Sales rose in FY2020.", &[("FY2020", "FY2020")]),
        ("Sales rose in fiscal 2020.", &[("fiscal 2020", "FY2020")]),
        ("Sales rose in the second quarter.", &[("the second quarter", "2016-Q2")]),
        ("The 1990s were calm.", &[("The 1990s", "199")]),
        ("The '90s were calm.", &[("The '90s", "199")]),
        ("In the late 1980s and the nineties", &[("the late 1980s", "198"), ("the nineties", "199")]),
        ("Ships of the nineteenth century", &[("the nineteenth century", "18")]),
        ("Ships of the 21st century", &[("the 21st century", "20")]),
        ("The city was burnt in 480 BC.", &[("480 BC", "BC0480")]),
        ("The wars of 264 to 241 BC", &[("264", "BC0264"), ("241 BC", "BC0241")]),
        ("In the 4th century BC", &[("the 4th century BC", "BC03")]),
        ("In the 470s BC", &[("the 470s BC", "BC047")]),
        ("Lowest since '82", &[("'82", "1982")]),
    ]);
}

#[test]
fn words_that_only_look_like_times() {
    check(&[
        ("May I march in the sun?", &[]),
        ("The troops may march to the coast.", &[]),
        ("Theresa May won the vote.", &[]),
        ("April Jones won the vote.", &[]),
        ("He sat down second.", &[]),
        ("She is in her late 40s.", &[]),
        ("Prices fall and rivers spring up.", &[]),
        ("They counted 2000 troops and 1500 sheep.", &[]),
        ("Flight 1989 landed.", &[]),
        ("Resolution 1973 was adopted.", &[]),
        ("The Sunday Times reported it.", &[]),
        ("He reads the Daily Mail.", &[]),
        ("The fall of the city was sudden.", &[]),
        ("She won three quarters of the vote.", &[]),
        ("He was the second man in the room.", &[]),
        ("The party carried the day.", &[]),
        ("They met at 10 Downing Street.", &[]),
        ("The score was 3-2.", &[]),
        ("USA Today said so.", &[]),
    ]);
}

#[test]
fn holidays() {
    check(&[
        ("They met at Easter 2019.", &[("Easter 2019", "2019-04-21")]),
        ("They met on Good Friday 2019.", &[("Good Friday 2019", "2019-04-19")]),
        ("They met on Thanksgiving 2020.", &[("Thanksgiving 2020", "2020-11-26")]),
        ("They met on Labor Day 2020.", &[("Labor Day 2020", "2020-09-07")]),
        ("They met on Memorial Day 2020.", &[("Memorial Day 2020", "2020-05-25")]),
        ("They met on Christmas Eve.", &[("Christmas Eve", "2015-12-24")]),
        ("They met on New Year's Day 2018.", &[("New Year's Day 2018", "2018-01-01")]),
        ("They met on Chinese New Year 2021.", &[("Chinese New Year 2021", "2021-02-12")]),
        ("They will meet on Christmas Day.", &[("Christmas Day", "2016-12-25")]),
        ("They landed on D-Day.", &[("D-Day", "1944-06-06")]),
        ("They fasted in Ramadan 1907.", &[("Ramadan 1907", "-")]),
        ("They fasted in Ramadan 2019.", &[("Ramadan 2019", "2019-05-06")]),
    ]);
}

#[test]
fn ranges() {
    check(&[
        ("From 3 to 5 May 1990 they met.", &[("3", "1990-05-03"), ("5 May 1990", "1990-05-05")]),
        ("The May 3-5 summit ended.", &[("May 3", "2016-05-03"), ("5", "2016-05-05")]),
        ("The war of 1939–1945", &[("1939", "1939"), ("1945", "1945")]),
        ("The 1939–45 war", &[("1939", "1939"), ("45", "1945")]),
        ("Between 1990 and 1995 he slept.", &[("1990", "1990"), ("1995", "1995")]),
        ("From May to August 1950 he slept.", &[("May", "1950-05"), ("August 1950", "1950-08")]),
        ("From November to February 1950 he slept.", &[("November", "1949-11"), ("February 1950", "1950-02")]),
    ]);
}

#[test]
fn weekday_and_date_that_contradict_each_other() {
    let text = "It resumed last Thursday, September 23 after a truce.";
    let found = times(text, Some(ANCHOR));
    assert_eq!(found.times[0].span.text(text), "last Thursday, September 23");
    assert!(found.times[0].conflict);
    assert_eq!(found.times[0].start, Some(date(2016, 9, 23)), "the date wins");
    assert!(!times("It resumed last Thursday, September 22.", Some(ANCHOR)).times[0].conflict);
}

#[test]
fn days_of_early_mid_and_late() {
    for (text, start, end) in [
        ("in early June 2019", date(2019, 6, 1), date(2019, 6, 10)),
        ("in mid-June 2019", date(2019, 6, 11), date(2019, 6, 20)),
        ("in late June 2019", date(2019, 6, 21), date(2019, 6, 30)),
        ("in 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("in the 1990s", date(1990, 1, 1), date(1999, 12, 31)),
        ("in the 470s BC", date(-478, 1, 1), date(-469, 12, 31)),
        ("in the 4th century BC", date(-399, 1, 1), date(-300, 12, 31)),
        ("in February 2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("last week", date(2016, 9, 19), date(2016, 9, 25)),
    ] {
        let time = &times(text, Some(ANCHOR)).times[0];
        assert_eq!((time.start, time.end), (Some(start), Some(end)), "{text}");
    }
}

#[test]
fn modifiers() {
    for (text, modifier) in [
        ("about ten years", "APPROX"),
        ("more than ten years", "MORE_THAN"),
        ("less than a week", "LESS_THAN"),
        ("at least two days", "EQUAL_OR_MORE"),
        ("up to two days", "EQUAL_OR_LESS"),
        ("early 2012", "START"),
        ("the middle of 2012", "MID"),
        ("the end of 2012", "END"),
    ] {
        assert_eq!(times(text, Some(ANCHOR)).times[0].modifier, Some(modifier), "{text}");
    }
}
