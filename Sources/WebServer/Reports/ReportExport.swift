// A report as a file: text, or a workbook that lies in a folder of its own only until it is opened, so
// that nothing is left of it, however the answer ends.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Spreadsheets

/// What a report is asked for as; a page when nothing is said.
enum ReportFormat: String {
    case csv, xlsx

    var mediaType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        }
    }
}

/// The tables of a report and what their file is called.
struct ReportExport {
    /// For whoever knows only ASCII.
    let name: String
    let title: String
    let sheets: [Sheet]
    /// The sheet that a text file has, which can have but one.
    var main = 0
    /// Where the folder of a workbook is made.
    var temporary = FileManager.default.temporaryDirectory

    /// The bytes that are read from the file at once.
    private static let pieceSize = 65_536

    func response(_ format: ReportFormat) throws -> Response {
        var response =
            switch format {
            case .csv: Reply.text(CSV.text(sheets[main]), type: format.mediaType)
            case .xlsx: try workbook()
            }
        response.headers[.contentDisposition] = disposition(format)
        return response
    }

    /// Both names: the second for whoever reads RFC 5987.
    func disposition(_ format: ReportFormat) -> String {
        let file = title.replacing(" ", with: "-") + ".\(format.rawValue)"
        let allowed = CharacterSet(
            charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._")
        let encoded = file.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        return "attachment; filename=\"counterfoil-\(name).\(format.rawValue)\"; "
            + "filename*=UTF-8''\(encoded)"
    }

    private func workbook() throws -> Response {
        let (file, size) = try written()
        return Response(
            status: .ok,
            headers: [.contentType: ReportFormat.xlsx.mediaType, .cacheControl: "no-store"],
            body: ResponseBody(contentLength: size) { writer in
                while let piece = try file.read(upToCount: ReportExport.pieceSize),
                    !piece.isEmpty
                {
                    try await writer.write(ByteBuffer(bytes: piece))
                }
                try await writer.finish(nil)
            })
    }

    /// The workbook, open for reading and already without a name, and how long it is.
    private func written() throws -> (FileHandle, Int) {
        let files = FileManager.default
        let folder = temporary.appendingPathComponent("counterfoil-" + UUID().uuidString)
        try files.createDirectory(
            at: folder, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(at: folder) }
        let place = folder.appendingPathComponent("report.xlsx")
        try Workbook.write(sheets, to: place.path, folder: folder.path)
        let file = try FileHandle(forReadingFrom: place)
        let size = try file.seekToEnd()
        try file.seek(toOffset: 0)
        return (file, Int(clamping: size))
    }
}
