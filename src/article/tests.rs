use super::{Language, layout};

fn language(text: &str) -> Language {
    layout(text).language
}

#[test]
fn english_in_all_its_forms() {
    for text in [
        "The talks will go on, the spokesman said.",
        "MINISTER SAYS TALKS WILL GO ON UNTIL BOTH SIDES AGREE ON A CEASEFIRE FOR THE WHOLE OF THE NORTH",
        "Norway 4, Sweden 2, Finland 3, Denmark 1, Iceland 0, Estonia 2, Latvia 1, Lithuania 1, Poland 5",
        "Syria Support Group meeting",
        "Hollande, Merkel, Renzi, Rajoy, Rutte, Löfven meet Juncker, Tusk, Mogherini, Draghi",
        "42",
        "Ok",
        "3.5% 4.7% $12m GDP Q3 2016 EUR/USD 1.0573 S&P 500 2,259.53 FTSE 100 6,954.21",
        "“We’re here,” he said. “We don’t know what to do.”",
        "Two buses carrying pilgrims plunged into a gorge near Dharvanpeth, killing nine passengers, officials said.",
        "Army helicopters hit three trucks in Sarmuniya, a mountain hamlet overlooking the Turkish border.",
        "Landslide near Oskwari buries nine houses; soldiers hunt for survivors overnight",
        "us state department spokesman john kirby said on wednesday that no meeting was planned",
        "Prime Minister Shinzo Abe (安倍 晋三) met President Vladimir Putin (Владимир Путин) in Nagato on Thursday.",
    ] {
        let expected = if text == "42" { Language::Empty } else { Language::English };
        assert_eq!(language(text), expected, "{text}");
    }
}

#[test]
fn other_languages_by_their_prose() {
    for (text, code) in [
        (
            "Le ministre des affaires étrangères a déclaré lundi que les négociations allaient reprendre à Genève.",
            "fra",
        ),
        (
            "Der Außenminister erklärte am Montag, dass die Verhandlungen in Genf wieder aufgenommen werden sollen.",
            "deu",
        ),
        ("El ministro de Asuntos Exteriores declaró el lunes que las negociaciones se reanudarán en Ginebra.", "spa"),
        ("Министр иностранных дел заявил в понедельник, что переговоры в Женеве возобновятся.", "rus"),
        ("Il ministro degli esteri ha dichiarato lunedì che i negoziati riprenderanno a Ginevra.", "ita"),
        ("قال وزير الخارجية يوم الاثنين إن المحادثات ستستأنف في جنيف الأسبوع المقبل.", "ara"),
        ("外务部长星期一表示，谈判将在日内瓦恢复。", "cmn"),
        (
            "Dışişleri Bakanı pazartesi günü yaptığı açıklamada Cenevre'deki görüşmelerin yeniden başlayacağını söyledi.",
            "tur",
        ),
        (
            "Minister spraw zagranicznych powiedział, że rozmowy w Genewie zostaną wznowione w przyszłym tygodniu.",
            "pol",
        ),
        (
            "De minister van Buitenlandse Zaken heeft gezegd dat het overleg niet voor het einde van het jaar wordt hervat.",
            "nld",
        ),
        (
            "O ministro das Relações Exteriores disse na segunda-feira que as negociações serão retomadas em Genebra.",
            "por",
        ),
        ("Utrikesministern sade på måndagen att samtalen i Genève ska återupptas nästa vecka.", "swe"),
        ("Menteri luar negeri mengatakan bahwa perundingan itu akan dilanjutkan di Jenewa pada hari Senin.", "ind"),
    ] {
        assert_eq!(language(text), Language::Other(code), "{text}");
        let page =
            format!("Home | News | Sport\nSubscribe\n\n{text}\n\n{text}\n\nShare on Facebook\nAll rights reserved");
        assert_eq!(language(&page), Language::Other(code), "{page}");
    }
}

#[test]
fn nothing_to_judge_by() {
    for text in ["", " \n\t", "12 34", "!?", "\u{feff}", "…"] {
        assert_eq!(language(text), Language::Empty, "{text:?}");
    }
}

#[test]
fn every_kind_of_line_end_ends_a_line() {
    let text =
        "Rain is due.\u{2028}Snow is due.\r\nHail is due.\u{b}Fog is due.\u{85}\u{2029}Sun is due.\rEnd of it.\u{c}";
    let lines: Vec<&str> = layout(text).blocks.iter().map(|block| block.span.text(text)).collect();
    let expected = ["Rain is due.", "Snow is due.", "Hail is due.", "Fog is due.", "Sun is due.", "End of it."];
    assert_eq!(lines, expected);
}
