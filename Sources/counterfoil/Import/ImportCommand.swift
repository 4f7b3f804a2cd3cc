// `counterfoil import sales`: sales of old tills, of before the change-over, from a file.

internal import ArgumentParser
internal import Checkout
internal import Foundation
internal import Persistence
internal import Retail

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring in what other tills have booked.",
        subcommands: [ImportSalesCommand.self])
}

struct ImportSalesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sales",
        abstract: "Import sales of before the change-over from a CSV file.",
        discussion: """
            The file is described in docs/reference/import.md. It is imported whole or not at all, and \
            importing it again changes nothing. On SQLite stop the server first, since one process \
            holds the file; on PostgreSQL it goes on.

            Exit status: 0 done; 1 the file is refused, each problem with its line; 2 it could not \
            be done.
            """)

    @Argument(help: "The file, UTF-8 or GBK.")
    var file: String

    @Option(help: "Who imports it: a staff number of finance.")
    var by: String

    @Flag(help: "Only check the file and say what would be imported.")
    var check = false

    @Option(help: "The folder of the database (data, default ./data).")
    var data: String?

    @Option(
        help: "A PostgreSQL database instead of a folder; better as COUNTERFOIL_DATABASE_URL.")
    var database: String?

    @Flag(help: "Print one line of JSON.")
    var json = false

    func run() async throws {
        do {
            let result = try await imported()
            say(json ? line(result) : sentences(result), to: .standardOutput)
        } catch let refusal as ImportRefusal {
            say(json ? line(refusal) : sentences(refusal), to: .standardOutput)
            throw ExitCode(1)
        } catch let problem as StartProblem {
            say(problem.sentence, to: .standardError)
            throw ExitCode(2)
        }
    }

    /// *Errors*: `ImportRefusal`, `StartProblem`.
    private func imported() async throws -> ImportResult {
        guard let person = try? StaffID(by) else {
            throw StartProblem(
                "--by \(by) 不是工号，应为四位数字", "--by \(by) is no staff number; it has four digits")
        }
        let opened = try opened()
        var arguments: [String] = []
        if let data { arguments += ["--data", data] }
        if let database { arguments += ["--database", database] }
        let settings = try await ServeSettings.read(try ServeCommand.parse(arguments))
        let storage = try await Storage.open(settings.storage) { storage in
            try await Migrator.migrate(storage.database, at: storage.clock.now())
        }
        defer { storage.close() }
        do {
            return try await SalesImport(storage.database, at: storage.clock.now()).run(
                opened, by: person, isRehearsal: check)
        } catch let error as DatabaseError {
            throw settings.storage.problem(error)
        } catch OperatorNotice.overrideRefused {
            throw StartProblem(
                "\(by) 不是财务人员，不能导入", "\(by) is nobody of finance, who alone may import")
        } catch let error as CocoaError {
            throw StartProblem(
                "文件 \(file) 读取失败：\(error.localizedDescription)",
                "Reading \(file) failed: \(error.localizedDescription)")
        }
    }

    private func opened() throws -> ImportFile {
        let path = file
        guard FileManager.default.isReadableFile(atPath: path),
            (try? FileHandle(forReadingFrom: URL(fileURLWithPath: path)).read(upToCount: 1))?
                .isEmpty == false
        else {
            throw StartProblem(
                "文件 \(path) 无法读取或是空的，请检查路径和权限",
                "The file \(path) is empty or cannot be read; check its path and rights")
        }
        return ImportFile {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            // At its end a file gives nothing, or no bytes.
            return { try handle.read(upToCount: 65_536).flatMap { $0.isEmpty ? nil : Array($0) } }
        } fromGBK: { bytes in
            GBK.text(bytes)
        }
    }

    // MARK: What is said

    private func say(_ text: String, to handle: FileHandle) {
        handle.write(Data((text + "\n").utf8))
    }

    private func sentences(_ result: ImportResult) -> String {
        let (done, english) = check ? ("可以导入", "would import") : ("已导入", "imported")
        var lines = [
            "\(done) \(result.sales) 张单，共 ¥\(result.amount.yuan)；已有 \(result.known) 张，未变。"
                + "\(result.sales) sales \(english), ¥\(result.amount.yuan); \(result.known) were there."
        ]
        if let first = result.first, let last = result.last {
            lines.append("营业日 Business dates  \(first.iso) … \(last.iso)")
        }
        if result.corrections > 0 {
            lines.append(
                "\(result.corrections) 张所在的营业日已签字，记入其后第一个未签的营业日。"
                    + "\(result.corrections) stand as corrections after days that were signed.")
        }
        return lines.joined(separator: "\n")
    }

    private func sentences(_ refusal: ImportRefusal) -> String {
        let all = refusal.problems.map { "\($0.chinese)\n  \($0.english)" }
        let more = refusal.problems.count >= ImportRefusal.problemsMax
        return
            (all + [
                "没有导入任何一张单\(more ? "；只列出前 \(all.count) 个问题" : "")。"
                    + "Nothing was imported\(more ? "; these are the first \(all.count) problems" : "")."
            ]).joined(separator: "\n")
    }

    private func line(_ result: ImportResult) -> String {
        encoded([
            "sales": result.sales, "known": result.known, "corrections": result.corrections,
            "amountFen": result.amount.fen,
        ])
    }

    private func line(_ refusal: ImportRefusal) -> String {
        let problems = refusal.problems.map { problem in
            [
                "line": "\(problem.line)", "field": problem.field?.rawValue ?? "",
                "chinese": problem.chinese, "english": problem.english,
            ]
        }
        return encoded(["problems": problems])
    }

    private func encoded(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(value)) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }
}
