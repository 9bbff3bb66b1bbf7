//! 统一社会信用代码: the number of every firm, with its check digit (GB 32100). Pure.

/// The characters of a code, each worth its place; letters that look like digits are left out.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// The code as it is written, from what was typed: any case, with blanks between, in full-width
/// characters. Nothing when it is not a code or a character is wrong.
pub fn parse(typed: &str) -> Option<String> {
    let plain = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    });
    let code: String = plain.flat_map(char::to_uppercase).collect();
    let worth: Vec<usize> = code.chars().map(|c| ALPHABET.find(c)).collect::<Option<_>>()?;
    let (check, body) = worth.split_last()?;
    if body.len() != WEIGHTS.len() {
        return None;
    }
    let sum: usize = body.iter().zip(WEIGHTS).map(|(worth, weight)| worth * weight).sum();
    ((31 - sum % 31) % 31 == *check).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An invented body with the check digit that fits it.
    fn made(body: &str) -> String {
        let fits = ALPHABET.chars().find_map(|check| parse(&format!("{body}{check}")));
        fits.unwrap_or_default()
    }

    #[test]
    fn one_wrong_character_is_found_wherever_it_is() {
        let code = made("91140821MA0TEST0X");
        assert_eq!(code, "", "S is no character of a code");
        let code = made("91140821MA0TEXT0X");
        assert_eq!(code.len(), 18);
        assert_eq!(parse(&code.to_lowercase()).as_ref(), Some(&code));
        assert_eq!(parse(&format!(" {} {}", &code[..9], &code[9..])).as_ref(), Some(&code));
        for at in 0..18 {
            for c in ALPHABET.chars().filter(|c| !code[at..].starts_with(*c)) {
                let wrong = format!("{}{c}{}", &code[..at], &code[at + 1..]);
                assert_eq!(parse(&wrong), None, "{wrong}");
            }
        }
        for wrong in ["", "1", &code[..17], &format!("{code}0"), "统一社会信用代码"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
