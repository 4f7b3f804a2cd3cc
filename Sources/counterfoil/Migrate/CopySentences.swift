// What a copy says besides its table: why it cannot be made, and what to do next.

internal import Persistence

enum CopySentences {
    static let different =
        "✗ 两边不一致，目标库不能使用，请再次运行。The two sides differ and the target is no server's; run it again."
    static let unfinished =
        "目标库是未完成的副本，服务器不会使用它；再次运行会从头开始。"
        + "The target is an unfinished copy that no server opens; the same command begins it again."

    static func whole(source: String) -> String {
        "✓ 两边一致，目标库可以使用；请勿再用 \(source) 启动服务器，留作备份。"
            + "Both sides are the same and the target may be used; "
            + "start no server on \(source) any more, keep it as a backup."
    }
}

extension StartProblem {
    init(copy problem: CopyProblem, source: String, target: String) {
        switch problem {
        case .sourceNotOurs:
            self.init(
                "\(source) 不是 counterfoil 的数据，请检查 --from",
                "\(source) is no counterfoil database; check --from")
        case .sourceUnfinished:
            self.init(
                "\(source) 本身是未完成的副本，请从原来的数据库复制",
                "\(source) is itself an unfinished copy; copy from the database that it was made of"
            )
        case .sourceTooOld(let found, let known):
            self.init(
                "\(source) 的版本是 \(found)，本程序的是 \(known)，请先用本程序的 serve 启动一次再停止",
                "\(source) has version \(found), this program \(known); serve from it once with this program, and stop"
            )
        case .sourceInUse:
            self.init(
                "\(source) 正被服务器使用，请先停止所有服务器",
                "A server is at work in \(source); stop all servers first")
        case .targetInUse:
            self.init(
                "\(target) 正被服务器使用，请先停止所有服务器",
                "A server is at work in \(target); stop all servers first")
        case .targetNotEmpty(let table):
            self.init(
                "\(target) 的表 \(table) 已有数据，请换一个空的数据库",
                "The table \(table) of \(target) has rows already; take an empty database")
        case .overtaken:
            self.init(
                "另一次复制已开始写入 \(target)，本次停止",
                "Another copy into \(target) has begun; this one ends")
        case .schemasDiffer(let table):
            self.init(
                "表 \(table) 在两边不同，有人手工改过数据库，请先改回",
                "The table \(table) is not the same on both sides; undo what was changed by hand")
        case .uncopyable(let table):
            self.init(
                "表 \(table) 没有主键或循环引用，不能复制，请去掉它",
                "The table \(table) has no primary key or refers to itself; remove it")
        case .refused(let table, let reason):
            self.init(
                "\(target) 不接受表 \(table) 的一行（\(reason)），请先更正 \(source)",
                "\(target) refuses a row of the table \(table) (\(reason)); mend it in \(source)")
        }
    }
}
