// What receipts and return slips print alike.

internal import Retail

extension PaperWriter {
    /// At top and bottom of every paper of a lesson.
    mutating func trainingMark() {
        centred("培训 不作凭证", size: .large)
    }

    /// At the end of every copy after the first.
    mutating func reprintMark(_ copy: Int, at moment: Timestamp) {
        let time = CivilTime(moment).spaced.dropLast(3)
        centred("[补打 第\(copy)次 \(time)]")
    }

    /// A long number in groups, in the middle: on narrow paper, where they do not fit one line, date
    /// and time stand above the last four.
    mutating func groups(_ grouped: String) {
        if columns(grouped) <= paper.columns {
            centred(grouped, isVerbatim: true)
        } else {
            let groups = grouped.split(separator: " ")
            centred(groups.dropLast(4).joined(separator: " "), isVerbatim: true)
            centred(groups.suffix(4).joined(separator: " "), isVerbatim: true)
        }
    }
}
