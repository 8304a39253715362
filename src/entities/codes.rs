//! Country and sector codes of actors (PLOVER manual, draft 2.0).

use std::fmt;

/// ISO 3166-1 alpha-3, or PLOVER's code of an international actor (UNO, EUR, IGO, NGO, ISM, IMG, MNC).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 3]);

impl Country {
    /// A code of three capital letters.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// The three letters.
    #[must_use]
    #[allow(clippy::missing_panics_doc)]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("capital letters")
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! sectors {
    ($($variant:ident = $code:literal $meaning:literal),+ $(,)?) => {
        /// PLOVER sector of an actor.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Sector { $(#[doc = $meaning] $variant),+ }

        impl Sector {
            /// The three-letter code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The sector of a three-letter code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

sectors! {
    Police = "COP" "Police and criminal investigation.",
    Government = "GOV" "Executive, governing parties, ministries.",
    Judiciary = "JUD" "Judges and courts.",
    Legislature = "LEG" "Parliaments and lawmakers.",
    Military = "MIL" "State armed forces.",
    Paramilitary = "PRM" "Paramilitaries not opposed to the government.",
    Party = "PTY" "Political parties.",
    Rebel = "REB" "Armed opposition.",
    Intelligence = "SPY" "State intelligence.",
    UnidentifiedArmed = "UAF" "Unidentified armed force.",
    Unidentified = "UNK" "Unidentified actor.",
    Agriculture = "AGR" "Agricultural labour, peasants.",
    Business = "BUS" "Business other than multinational corporations.",
    Criminal = "CRM" "Criminals and gangs.",
    Civilian = "CVL" "Civilians, protesters, activists.",
    Education = "EDU" "Education.",
    Elite = "ELI" "Former officials and their families.",
    Journalist = "JRN" "Journalists and media.",
    Labour = "LAB" "Organised labour.",
    Medical = "MED" "Health.",
    Refugee = "REF" "Refugees and displaced persons.",
    Opposition = "OPP" "Political opposition.",
    PartlyRecognised = "PRE" "Partially recognised entity.",
    Religious = "REL" "Religious organisations.",
    Social = "SOC" "Civil society not covered elsewhere.",
}
