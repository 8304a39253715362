//! Numbers, money, percentages, quantities.

use super::{ANCHOR, times};
use crate::times::ValueKind;

/// Text, extent, label, value, unit.
type ValueRow = (&'static str, &'static str, ValueKind, Option<f64>, Option<&'static str>);

#[test]
fn numeric_values() {
    use ValueKind::{Cardinal, Money, Ordinal, Percent, Quantity};
    let rows: &[ValueRow] = &[
        ("It cost $5.", "$5", Money, Some(5.0), Some("USD")),
        ("It cost $5 million.", "$5 million", Money, Some(5e6), Some("USD")),
        ("It cost $5m.", "$5m", Money, Some(5e6), Some("USD")),
        ("It cost US$2.24 billion.", "US$2.24 billion", Money, Some(2.24e9), Some("USD")),
        ("It cost more than $1,500.", "more than $1,500", Money, Some(1500.0), Some("USD")),
        ("It cost €3.5bn.", "€3.5bn", Money, Some(3.5e9), Some("EUR")),
        ("It cost £20.", "£20", Money, Some(20.0), Some("GBP")),
        ("It cost C$40.", "C$40", Money, Some(40.0), Some("CAD")),
        ("It cost EUR 300.", "EUR 300", Money, Some(300.0), Some("EUR")),
        ("It cost 300 EUR.", "300 EUR", Money, Some(300.0), Some("EUR")),
        ("It cost 20 euros.", "20 euros", Money, Some(20.0), Some("EUR")),
        ("It cost five million dollars.", "five million dollars", Money, Some(5e6), Some("USD")),
        ("It cost two million pounds.", "two million pounds", Money, Some(2e6), Some("GBP")),
        ("It cost 50 cents.", "50 cents", Money, Some(0.5), Some("USD")),
        ("It cost 12 Swiss francs.", "12 Swiss francs", Money, Some(12.0), Some("CHF")),
        ("It cost $3-5 million.", "$3-5 million", Money, Some(3e6), Some("USD")),
        ("It cost half a million euros.", "half a million euros", Money, Some(5e5), Some("EUR")),
        ("It cost ¥900.", "¥900", Money, Some(900.0), Some("JPY")),
        ("It rose 2.5%.", "2.5%", Percent, Some(2.5), Some("percent")),
        ("It rose 2.5 percent.", "2.5 percent", Percent, Some(2.5), Some("percent")),
        ("It rose ten per cent.", "ten per cent", Percent, Some(10.0), Some("percent")),
        ("It rose about 3 percentage points.", "about 3 percentage points", Percent, Some(3.0), Some("percent")),
        ("It is 5 km away.", "5 km", Quantity, Some(5.0), Some("kilometer")),
        ("A 10-mile run", "10-mile", Quantity, Some(10.0), Some("mile")),
        ("It holds 30 tonnes.", "30 tonnes", Quantity, Some(30.0), Some("tonne")),
        ("It holds 30 to 40 tonnes.", "30 to 40 tonnes", Quantity, Some(30.0), Some("tonne")),
        (
            "It holds 5,000 square kilometres.",
            "5,000 square kilometres",
            Quantity,
            Some(5000.0),
            Some("square kilometer"),
        ),
        ("It is 12 degrees Celsius.", "12 degrees Celsius", Quantity, Some(12.0), Some("degree Celsius")),
        ("It does 100 km/h.", "100 km/h", Quantity, Some(100.0), Some("kilometer per hour")),
        ("It holds two million barrels.", "two million barrels", Quantity, Some(2e6), Some("barrel")),
        ("It weighs three pounds.", "three pounds", Quantity, Some(3.0), Some("pound")),
        ("He came first.", "first", Ordinal, Some(1.0), None),
        ("He came 25th.", "25th", Ordinal, Some(25.0), None),
        ("He came twenty-first.", "twenty-first", Ordinal, Some(21.0), None),
        ("They saw 45 men.", "45", Cardinal, Some(45.0), None),
        ("They saw 1,200 men.", "1,200", Cardinal, Some(1200.0), None),
        ("They saw forty-five men.", "forty-five", Cardinal, Some(45.0), None),
        ("They saw a hundred and fifty men.", "a hundred and fifty", Cardinal, Some(150.0), None),
        ("They saw three hundred thousand men.", "three hundred thousand", Cardinal, Some(3e5), None),
        ("They saw two dozen men.", "two dozen", Cardinal, Some(24.0), None),
        ("They saw at least 20 men.", "at least 20", Cardinal, Some(20.0), None),
        ("They saw as many as 20 men.", "as many as 20", Cardinal, Some(20.0), None),
        ("They saw tens of thousands of men.", "tens of thousands", Cardinal, None, None),
        ("They saw dozens of men.", "dozens", Cardinal, None, None),
        ("They saw half of the men.", "half", Cardinal, Some(0.5), None),
        ("They saw two-thirds of the men.", "two-thirds", Cardinal, Some(2.0 / 3.0), None),
        ("They saw 1.5 million men.", "1.5 million", Cardinal, Some(1.5e6), None),
    ];
    for &(text, span, kind, value, unit) in rows {
        let values = times(text, Some(ANCHOR)).values;
        let got: Vec<_> = values
            .iter()
            .map(|value| (value.span.text(text), value.kind, value.value, value.unit.as_deref()))
            .collect();
        assert_eq!(got, [(span, kind, value, unit)], "{text}");
    }
}

#[test]
fn digits_of_names_and_times_are_no_values() {
    for text in [
        "The F-16 landed.",
        "The G20 met.",
        "It began on 5 May 2010 at 10:30 UTC.",
        "No one came.",
        "They left two days ago.",
    ] {
        assert_eq!(times(text, Some(ANCHOR)).values, [], "{text}");
    }
}
