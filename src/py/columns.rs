//! Typed Arrow columns and tables made of them.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Date32Builder, Float32Builder, Float64Builder, Int64Builder, LargeStringBuilder,
    StringDictionaryBuilder, UInt32Builder,
};
use arrow_array::types::Int16Type;
use jiff::civil::Date;

use super::input::Id;

/// A column that is being filled.
pub(super) trait Column {
    /// What one row takes.
    type Value<'a>;

    /// An empty column. `numeric` says whether the call's identifiers are numbers; only [`Key`] cares.
    fn new(numeric: bool) -> Self;

    fn push(&mut self, value: Self::Value<'_>);

    /// The rows so far; the column is empty again.
    fn finish(&mut self) -> ArrayRef;
}

/// Declares a [`Column`] over an Arrow builder.
macro_rules! column {
    ($(#[$meta:meta])* $name:ident($builder:ty), for<$a:lifetime> $value:ty, $push:expr) => {
        $(#[$meta])*
        #[derive(Default)]
        pub(super) struct $name($builder);

        impl Column for $name {
            type Value<$a> = $value;

            fn new(_: bool) -> Self {
                Self::default()
            }

            fn push<$a>(&mut self, value: $value) {
                let push: fn(&mut $builder, $value) = $push;
                push(&mut self.0, value);
            }

            fn finish(&mut self) -> ArrayRef {
                Arc::new(self.0.finish())
            }
        }
    };
}

column!(
    /// A number that every row has: index, offset, count.
    U32(UInt32Builder), for<'a> u32, |column, value| column.append_value(value)
);
column!(
    /// A number that some rows lack.
    OptU32(UInt32Builder), for<'a> Option<u32>, |column, value| column.append_option(value)
);
column!(
    /// A number of people: more than 32 bits hold, as texts say "10 billion".
    People(Int64Builder), for<'a> Option<u64>,
    |column, value| column.append_option(value.map(|value| i64::try_from(value).unwrap_or(i64::MAX)))
);
column!(
    /// A score.
    Score(Float32Builder), for<'a> Option<f32>, |column, value| column.append_option(value)
);
column!(
    /// Degrees and amounts.
    Real(Float64Builder), for<'a> Option<f64>, |column, value| column.append_option(value)
);
column!(
    /// Yes or no.
    Flag(BooleanBuilder), for<'a> Option<bool>, |column, value| column.append_option(value)
);
column!(
    /// Text, with 64-bit offsets: a column of news soon passes 2 GiB.
    Text(LargeStringBuilder), for<'a> Option<&'a str>, |column, value| column.append_option(value)
);
column!(
    /// A word of a closed list.
    Category(StringDictionaryBuilder<Int16Type>), for<'a> Option<&'a str>, |column, value| column.append_option(value)
);
column!(
    /// A calendar day.
    Day(Date32Builder), for<'a> Option<Date>, |column, value| column.append_option(value.map(days_since_1970))
);

/// Days since 1970-01-01, which Arrow counts days by.
fn days_since_1970(day: Date) -> i32 {
    day.since(jiff::civil::date(1970, 1, 1)).expect("both in jiff's range").get_days()
}

/// The article's identifier: 64-bit numbers if all of the call's are, else text.
pub(super) enum Key {
    Numbers(Int64Builder),
    Texts(LargeStringBuilder),
}

impl Column for Key {
    type Value<'a> = &'a Id;

    fn new(numeric: bool) -> Self {
        if numeric { Self::Numbers(Int64Builder::new()) } else { Self::Texts(LargeStringBuilder::new()) }
    }

    fn push(&mut self, value: &Id) {
        match (self, value) {
            (Self::Numbers(column), Id::Number(number)) => column.append_value(*number),
            (Self::Numbers(_), Id::Text(_)) => unreachable!("a numeric column is made for numbers only"),
            (Self::Texts(column), Id::Number(number)) => column.append_value(number.to_string()),
            (Self::Texts(column), Id::Text(text)) => column.append_value(text),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Numbers(column) => ArrayBuilder::finish(column),
            Self::Texts(column) => ArrayBuilder::finish(column),
        }
    }
}

/// Declares a table and the row it takes. A row names every column, so none can be forgotten.
macro_rules! table {
    ($(#[$meta:meta])* $table:ident($row:ident) { $($column:ident: $kind:ty),+ $(,)? }) => {
        $(#[$meta])*
        struct $table { $($column: $kind),+ }

        struct $row<'a> { $($column: <$kind as Column>::Value<'a>),+ }

        impl $table {
            fn new(numeric: bool) -> Self {
                Self { $($column: <$kind>::new(numeric)),+ }
            }

            fn push(&mut self, row: $row<'_>) {
                $(self.$column.push(row.$column);)+
            }

            fn finish(&mut self) -> Vec<(&'static str, arrow_array::ArrayRef)> {
                vec![$((stringify!($column).trim_start_matches("r#"), self.$column.finish())),+]
            }
        }
    };
}
pub(super) use table;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        for (day, number) in
            [((1970, 1, 1), 0), ((2016, 9, 23), 17_067), ((1215, 6, 15), -275_593), ((1969, 12, 31), -1)]
        {
            assert_eq!(days_since_1970(jiff::civil::date(day.0, day.1, day.2)), number);
        }
    }
}
