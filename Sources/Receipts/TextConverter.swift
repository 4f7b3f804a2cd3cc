// The C library's character tables, one character at a time. The tables of glibc are loaded as
// files when first used (gconv); a system cut down to the bone may lack them, hence the failable
// init.

internal import Glibc

/// Converts single characters from one encoding to another.
///
/// A class, because the C handle must be closed exactly once; it stays inside one call of
/// `ReceiptPrinter.bytes` or `PaperRoll.init` and is never shared between threads.
@safe final class TextConverter {
    private let handle: iconv_t

    /// Nil when the system lacks the tables.
    init?(from source: String, to target: String) {
        guard let opened = unsafe iconv_open(target, source),
            unsafe opened != iconv_t(bitPattern: -1)
        else { return nil }
        unsafe handle = opened
    }

    deinit {
        _ = unsafe iconv_close(handle)
    }

    /// The character in the other encoding; nil when it has none there.
    func convert(_ character: [UInt8]) -> [UInt8]? {
        var source = character
        var target = [UInt8](repeating: 0, count: 16)
        var sourceLeft = source.count
        var targetLeft = target.count
        let result = unsafe source.withUnsafeMutableBytes { sourceBytes in
            unsafe target.withUnsafeMutableBytes { targetBytes in
                var from = unsafe sourceBytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                var to = unsafe targetBytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                // Forget what an earlier, broken character may have left behind.
                _ = unsafe iconv(handle, nil, nil, nil, nil)
                return unsafe iconv(handle, &from, &sourceLeft, &to, &targetLeft)
            }
        }
        guard result != -1, sourceLeft == 0 else { return nil }
        return Array(target.prefix(target.count - targetLeft))
    }
}
