//! The sector of a body that no table knows, by the noun that heads its name.

use crate::entities::Sector;

/// Words of names of bodies and the sector they show; the word nearest to the end of the name decides.
const WORDS: [(&str, Sector); 96] = [
    ("ministry", Sector::Government),
    ("department", Sector::Government),
    ("government", Sector::Government),
    ("administration", Sector::Government),
    ("cabinet", Sector::Government),
    ("embassy", Sector::Government),
    ("consulate", Sector::Government),
    ("commission", Sector::Government),
    ("authority", Sector::Government),
    ("agency", Sector::Government),
    ("treasury", Sector::Government),
    ("presidency", Sector::Government),
    ("municipality", Sector::Government),
    ("bureau", Sector::Government),
    ("secretariat", Sector::Government),
    ("office", Sector::Government),
    ("parliament", Sector::Legislature),
    ("assembly", Sector::Legislature),
    ("senate", Sector::Legislature),
    ("congress", Sector::Legislature),
    ("legislature", Sector::Legislature),
    ("duma", Sector::Legislature),
    ("house", Sector::Legislature),
    ("court", Sector::Judiciary),
    ("tribunal", Sector::Judiciary),
    ("judiciary", Sector::Judiciary),
    ("army", Sector::Military),
    ("navy", Sector::Military),
    ("forces", Sector::Military),
    ("force", Sector::Military),
    ("military", Sector::Military),
    ("guard", Sector::Military),
    ("command", Sector::Military),
    ("brigade", Sector::Military),
    ("battalion", Sector::Military),
    ("regiment", Sector::Military),
    ("corps", Sector::Military),
    ("fleet", Sector::Military),
    ("marines", Sector::Military),
    ("police", Sector::Police),
    ("gendarmerie", Sector::Police),
    ("constabulary", Sector::Police),
    ("intelligence", Sector::Intelligence),
    ("party", Sector::Party),
    ("democrats", Sector::Party),
    ("coalition", Sector::Party),
    ("bloc", Sector::Party),
    ("militia", Sector::Paramilitary),
    ("brigades", Sector::Rebel),
    ("jihad", Sector::Rebel),
    ("liberation", Sector::Rebel),
    ("mujahideen", Sector::Rebel),
    ("rebels", Sector::Rebel),
    ("university", Sector::Education),
    ("college", Sector::Education),
    ("school", Sector::Education),
    ("institute", Sector::Education),
    ("academy", Sector::Education),
    ("laboratory", Sector::Education),
    ("museum", Sector::Education),
    ("bank", Sector::Business),
    ("inc", Sector::Business),
    ("corp", Sector::Business),
    ("corporation", Sector::Business),
    ("company", Sector::Business),
    ("co", Sector::Business),
    ("ltd", Sector::Business),
    ("llc", Sector::Business),
    ("plc", Sector::Business),
    ("airlines", Sector::Business),
    ("airways", Sector::Business),
    ("motors", Sector::Business),
    ("industries", Sector::Business),
    ("group", Sector::Business),
    ("exchange", Sector::Business),
    ("petroleum", Sector::Business),
    ("hospital", Sector::Medical),
    ("clinic", Sector::Medical),
    ("health", Sector::Medical),
    ("crescent", Sector::Medical),
    ("union", Sector::Labour),
    ("unions", Sector::Labour),
    ("workers", Sector::Labour),
    ("church", Sector::Religious),
    ("mosque", Sector::Religious),
    ("diocese", Sector::Religious),
    ("times", Sector::Journalist),
    ("news", Sector::Journalist),
    ("post", Sector::Journalist),
    ("television", Sector::Journalist),
    ("radio", Sector::Journalist),
    ("newspaper", Sector::Journalist),
    ("tribune", Sector::Journalist),
    ("herald", Sector::Journalist),
    ("cartel", Sector::Criminal),
    ("gang", Sector::Criminal),
];

/// The sector that the words of a folded name show.
pub(super) fn sector(folded: &str) -> Option<Sector> {
    // "Bureau of Investigation": the head stands before "of".
    let end = folded.find(" of ").or_else(|| folded.find(" for ")).unwrap_or(folded.len());
    let word = |word: &str| WORDS.iter().find(|(known, _)| *known == word).map(|(_, sector)| *sector);
    if folded.contains("liberation front") || folded.contains("liberation army") || folded.contains("resistance") {
        return Some(Sector::Rebel);
    }
    folded[..end].rsplit(' ').take(3).find_map(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_names_show_the_sector() {
        assert_eq!(sector("interior ministry"), Some(Sector::Government));
        assert_eq!(sector("ministry of health"), Some(Sector::Government));
        assert_eq!(sector("moro national liberation front"), Some(Sector::Rebel));
        assert_eq!(sector("rotherham general hospital"), Some(Sector::Medical));
        assert_eq!(sector("blue danube"), None);
    }
}
