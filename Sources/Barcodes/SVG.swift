// Pictures are written by hand: one white rectangle, one black path. No style attributes, so that a
// page with a strict content security policy may show them.

enum SVG {
    static func picture(width: Int, height: Int, path: String) -> String {
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
            + "viewBox=\"0 0 \(width) \(height)\" shape-rendering=\"crispEdges\">"
            + "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#fff\"/>"
            + "<path d=\"\(path)\" fill=\"#000\"/></svg>"
    }
}
