//! Times of day, durations, sets and vague times.

use super::check;

#[test]
fn times_of_day() {
    check(&[
        ("It began at 5 p.m. local time on Friday.", &[("5 p.m. local time on Friday", "2016-09-23T17:00")]),
        ("It began on Friday at 5:30 pm.", &[("Friday at 5:30 pm", "2016-09-23T17:30")]),
        ("It began at 0900 GMT.", &[("0900 GMT", "2016-09-29T09:00Z")]),
        ("It began at 14:48 UTC.", &[("14:48 UTC", "2016-09-29T14:48Z")]),
        ("It began at 10:30.", &[("10:30", "2016-09-29T10:30")]),
        ("It began at five o'clock in the afternoon.", &[("five o'clock in the afternoon", "2016-09-29T17:00")]),
        ("It began at 12 a.m. on Friday.", &[("12 a.m. on Friday", "2016-09-23T00:00")]),
        ("It began at noon.", &[("noon", "2016-09-29T12:00")]),
        ("It began early on Friday.", &[("early on Friday", "2016-09-23")]),
        ("It began on the morning of 5 May 2010.", &[("the morning of 5 May 2010", "2010-05-05TMO")]),
    ]);
}

#[test]
fn durations() {
    check(&[
        ("They talked for five years.", &[("five years", "P5Y")]),
        ("They talked for two and a half years.", &[("two and a half years", "P2.5Y")]),
        ("They talked for half an hour.", &[("half an hour", "PT30M")]),
        ("They talked for an hour and a half.", &[("an hour and a half", "PT90M")]),
        ("They talked for 90 minutes.", &[("90 minutes", "PT90M")]),
        ("They talked for several days.", &[("several days", "PXD")]),
        ("They talked for weeks.", &[("weeks", "PXW")]),
        ("They talked for nearly three weeks.", &[("nearly three weeks", "P3W")]),
        ("They talked for more than a month.", &[("more than a month", "P1M")]),
        ("They talked for at least 48 hours.", &[("at least 48 hours", "PT48H")]),
        ("A week-long truce held.", &[("A week-long", "P1W")]),
        ("A two-day visit ended.", &[("A two-day", "P2D")]),
        ("A three-month-long siege ended.", &[("A three-month-long", "P3M")]),
        ("The 42-year-old won.", &[("The 42-year-old", "P42Y")]),
        ("She is 18 years old.", &[("18 years old", "P18Y")]),
        ("Over the past five years it grew.", &[("the past five years", "P5Y")]),
        ("In the last 24 hours it grew.", &[("the last 24 hours", "PT24H")]),
        ("In the next few days it may grow.", &[("the next few days", "PXD")]),
        ("It fell within two decades.", &[("two decades", "P20Y")]),
        ("It lasted two centuries.", &[("two centuries", "P2CE")]),
        ("It lasted half a century.", &[("half a century", "P50Y")]),
        ("They said that a two-day truce held.", &[("a two-day", "P2D")]),
        ("Two bloody weeks ended.", &[("Two bloody weeks", "P2W")]),
        ("The two consecutive quarters of loss", &[("The two consecutive quarters", "P2Q")]),
    ]);
}

#[test]
fn sets_and_references() {
    check(&[
        ("They meet every Sunday.", &[("every Sunday", "XXXX-WXX-7")]),
        ("They meet twice a year.", &[("twice a year", "P1Y")]),
        ("They meet three times a week.", &[("three times a week", "P1W")]),
        ("They meet daily.", &[("daily", "P1D")]),
        ("They meet every two weeks.", &[("every two weeks", "P2W")]),
        ("They meet each month.", &[("each month", "P1M")]),
        ("They meet on Mondays.", &[("Mondays", "XXXX-WXX-1")]),
        ("The annual fair opened.", &[("annual", "P1Y")]),
        ("They meet every morning.", &[("every morning", "XXXX-XX-XXTMO")]),
        ("They are now free.", &[("now", "PRESENT_REF")]),
        ("They are currently free.", &[("currently", "PRESENT_REF")]),
        ("They recently left.", &[("recently", "PAST_REF")]),
        ("In recent years they left.", &[("recent years", "PAST_REF")]),
        ("They looked to the future.", &[("the future", "FUTURE_REF")]),
        ("It is a thing of the past.", &[("the past", "PAST_REF")]),
        ("For the time being they stay.", &[("the time being", "PRESENT_REF")]),
        ("He was mayor at the time.", &[("the time", "PAST_REF")]),
    ]);
}
