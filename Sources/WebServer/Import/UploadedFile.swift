// A file out of a form that a browser sends, and nothing else of such forms.

internal import Foundation

/// The one file of a form, as a browser sends it (RFC 7578).
struct UploadedFile {
    let file: [UInt8]
    /// Whether the button says that it shall only be checked.
    let isRehearsal: Bool

    /// Nil for what is no such form.
    init?(_ body: [UInt8], type: String) {
        guard type.hasPrefix("multipart/form-data"),
            let boundary = type.split(separator: "boundary=").dropFirst().first
        else { return nil }
        let mark = Array("--\(boundary.trimmingCharacters(in: ["\"", " "]))".utf8)
        guard mark.count > 2 else { return nil }
        var file: [UInt8]?
        var isRehearsal = false
        let data = Data(body)
        var place = data.startIndex
        let head = Data("\r\n\r\n".utf8)
        while let begin = data.range(of: Data(mark), in: place..<data.endIndex),
            let end = data.range(
                of: Data([13, 10] + mark), in: begin.upperBound..<data.endIndex),
            let blank = data.range(of: head, in: begin.upperBound..<end.lowerBound)
        {
            let names = String(decoding: data[begin.upperBound..<blank.lowerBound], as: UTF8.self)
            let content = data[blank.upperBound..<end.lowerBound]
            if names.contains("name=\"file\"") { file = Array(content) }
            if names.contains("name=\"act\"") { isRehearsal = content == Data("check".utf8) }
            place = end.lowerBound + 2
        }
        guard let file else { return nil }
        self.file = file
        self.isRehearsal = isRehearsal
    }
}
