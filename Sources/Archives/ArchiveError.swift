// Why an archive cannot be read. It comes from outside, so anything may be wrong with it, and none
// of it may do more than end the reading with a sentence.

/// Why the bytes of an archive were refused.
package enum ArchiveError: Error, Equatable, Sendable {
    /// The end is missing.
    case truncated
    /// Not what the format says.
    case malformed
    /// What was unpacked is not what was packed.
    case wrongChecksum
    /// Unpacked it is larger than allowed.
    case tooLarge
    case tooManyFiles
    /// Encrypted, or packed in a way that no statement is.
    case unsupported
    /// The system's library gave up.
    case unavailable

    package var chinese: String {
        switch self {
        case .truncated: "压缩包不完整，请重新下载"
        case .malformed: "压缩包已损坏，请重新下载"
        case .wrongChecksum: "压缩包校验不符，请重新下载"
        case .tooLarge: "解压后过大，已停止读取"
        case .tooManyFiles: "压缩包内文件过多，已停止读取"
        case .unsupported: "不支持这种压缩包（加密或特殊压缩方式）"
        case .unavailable: "系统解压库出错，请重试"
        }
    }

    package var english: String {
        switch self {
        case .truncated: "the archive is cut off; download it again"
        case .malformed: "the archive is damaged; download it again"
        case .wrongChecksum: "the archive's checksum is wrong; download it again"
        case .tooLarge: "unpacked it is larger than allowed; reading has stopped"
        case .tooManyFiles: "the archive holds too many files; reading has stopped"
        case .unsupported: "an archive of this kind (encrypted, or packed otherwise) is not read"
        case .unavailable: "the system's library failed; try again"
        }
    }
}
