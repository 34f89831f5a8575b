"""JavaScript libraries: how their files and packages are called, and how their comments begin.

Keys are those of the data pack. `files` are names without version and suffix; `packages` the names that file networks
and folders use; `banner` matches a mark of the script and holds the version; `signature` and `statement` together do
so where the comment names none. A `common` name is one that people give to scripts of their own: it counts with a
version beside it, or by contents, only.
"""

import re

import msgspec

_V = r"v?(\d+\.\d+(?:\.\d+)*(?:-?(?:alpha|beta|rc)[.-]?\d{0,3})?(?:-wp)?)"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One library; see the module. In patterns `<v>` stands for a version."""

    label: str
    files: tuple[str, ...]
    packages: tuple[str, ...] = ()
    banner: re.Pattern[str] | None = None
    signature: re.Pattern[str] | None = None
    statement: re.Pattern[str] | None = None
    common: bool = False


def _rule(
    label: str,
    files: str,
    packages: str = "",
    banner: str = "",
    *,
    signature: str = "",
    statement: str = "",
    common: bool = False,
) -> Rule:
    return Rule(
        label=label,
        files=tuple(files.split()),
        packages=tuple((packages or files).split()),
        banner=re.compile(banner.replace("<v>", _V)) if banner else None,
        signature=re.compile(signature) if signature else None,
        statement=re.compile(statement.replace("<v>", _V)) if statement else None,
        common=common,
    )


RULES: dict[str, Rule] = {
    "jquery": _rule("jQuery", "jquery", "jquery jquery-slim", r"^jQuery (?:JavaScript Library )?<v>(?= |$)"),
    "jquery-migrate": _rule(
        "jQuery Migrate", "jquery-migrate jquery.migrate", "jquery-migrate", r"^jQuery Migrate (?:- )?<v>(?= |$)"
    ),
    "jquery-ui": _rule(
        "jQuery UI",
        "jquery-ui jquery.ui jqueryui",
        "jquery-ui jqueryui jquery.ui jquery-ui-dist",
        r"^jQuery UI (?:- )?<v>(?= |$)|^[\w$]+\.ui\.version\s?=\s?[\"']<v>[\"']",
    ),
    "jquery-mobile": _rule(
        "jQuery Mobile", "jquery.mobile jquery-mobile", "jquery-mobile", r"^jQuery Mobile (?:- )?<v>(?= |$)"
    ),
    "jquery-validation": _rule(
        "jQuery Validation",
        "jquery.validate jquery-validate",
        "jquery-validation jquery-validate jquery.validate",
        r"^jQuery Validation Plugin (?:- )?<v>(?= |$)",
    ),
    "jquery.datatables": _rule(
        "DataTables",
        "jquery.datatables datatables",
        "datatables datatables.net jquery.datatables",
        r"^DataTables <v>(?= |$)",
    ),
    "jquery.prettyPhoto": _rule("prettyPhoto", "jquery.prettyphoto", "prettyphoto"),
    "jPlayer": _rule("jPlayer", "jquery.jplayer jplayer", "jplayer", r"^jPlayer <v> for jQuery"),
    "bootstrap": _rule(
        "Bootstrap",
        "bootstrap bootstrap.bundle",
        "bootstrap twitter-bootstrap",
        r"^Bootstrap (?:\[object Object\] )?<v> \(https?://(?:twitter\.github|getbootstrap)",
    ),
    "bootstrap-select": _rule("bootstrap-select", "bootstrap-select", "", r"^[Bb]ootstrap-select <v>(?= |$)"),
    "angularjs": _rule("AngularJS", "angular", "angular angularjs angular.js", r"^(?:@license )?AngularJS <v>(?= |$)"),
    "vue": _rule("Vue.js", "vue", "", r"^Vue\.js <v>(?= |$)|^vue <v>(?= |$)"),
    "react": _rule("React", "react", "", r"^(?:@license )?React <v> react\.\w+(?:\.min)?\.js"),
    "react-dom": _rule("React DOM", "react-dom", "", r"^(?:@license )?React <v> react-dom\.\w+(?:\.min)?\.js"),
    "moment.js": _rule(
        "Moment.js",
        "moment moment-with-locales",
        "moment moment.js",
        signature=r"^moment\.js$",
        statement=r"^version : <v>$|^[\w$]+\.version\s?=\s?[\"']<v>[\"']",
    ),
    "lodash": _rule(
        "Lodash",
        "lodash lodash.core",
        "lodash lodash.js",
        signature=r"^@license Lodash\b",
        statement=r"^(?:[\w$]+\.)?VERSION\s?=\s?[\"']<v>[\"']",
    ),
    "underscore.js": _rule(
        "Underscore.js", "underscore underscore-min", "underscore underscore.js", r"^Underscore\.js <v>$"
    ),
    "backbone.js": _rule("Backbone.js", "backbone backbone-min", "backbone backbone.js", r"^Backbone\.js <v>$"),
    "handlebars": _rule(
        "Handlebars",
        "handlebars handlebars.runtime",
        "handlebars handlebars.js",
        r"^(?:@license )?handlebars <v>(?= |$)",
    ),
    "mustache.js": _rule("mustache.js", "mustache", "mustache mustache.js", r"^mustache\.version\s?=\s?[\"']<v>[\"']"),
    "knockout": _rule("Knockout", "knockout knockout-latest", "knockout", r"^Knockout JavaScript library <v>(?= |$)"),
    "prototypejs": _rule(
        "Prototype", "prototype", "prototype", r"^Prototype JavaScript framework, version <v>(?= |$)", common=True
    ),
    "mootools": _rule("MooTools", "mootools mootools-core mootools-yui-compressed", "mootools"),
    "dojo": _rule("Dojo", "dojo", "dojo", common=True),
    "ember": _rule("Ember.js", "ember", "ember ember.js"),
    "YUI": _rule("YUI", "yui yui-min yahoo-dom-event", "yui"),
    "ExtJS": _rule("Ext JS", "ext-all ext-all-debug", "ext-core extjs"),
    "tinyMCE": _rule(
        "TinyMCE",
        "tinymce tiny_mce jquery.tinymce",
        "tinymce tiny_mce",
        signature=r"Tiny Technologies|TinyMCE|Moxiecode",
        statement=r"^majorVersion\s?[:=]\s?[\"'](\d+)[\"'],\s?minorVersion\s?[:=]\s?[\"']([\d.]+)[\"']",
    ),
    "ckeditor": _rule(
        "CKEditor 4",
        "ckeditor",
        "ckeditor ckeditor4",
        signature=r"CKSource",
        statement=r"^version\s?:\s?[\"']<v>",
    ),
    "froala": _rule("Froala Editor", "froala_editor froala_editor.pkgd", "froala-editor", r"^froala_editor <v>(?= |$)"),
    "quill": _rule("Quill", "quill", "", r"^Quill Editor <v>(?= |$)", common=True),
    "plupload": _rule("Plupload", "plupload plupload.full", "plupload"),
    "DOMPurify": _rule("DOMPurify", "purify", "dompurify", r"^(?:@license )?DOMPurify <v>(?= |$)", common=True),
    "axios": _rule("Axios", "axios", "", r"^[Aa]xios <v>(?= |$)"),
    "select2": _rule("Select2", "select2 select2.full", "select2", r"^Select2 <v>(?= |$)"),
    "chart.js": _rule("Chart.js", "chart chart.bundle", "chart.js", r"^Chart\.js <v>(?= |$)", common=True),
    "highcharts": _rule("Highcharts", "highcharts highstock", "highcharts", r"^(?:@license )?Highcharts JS <v>(?= |$)"),
    "echarts": _rule("ECharts", "echarts echarts.common echarts.simple", "echarts"),
    "c3": _rule("C3.js", "c3", "c3", r"^(?:@license )?C3\.js <v>(?= |$)", common=True),
    "swiper": _rule("Swiper", "swiper swiper-bundle", "swiper", r"^Swiper <v>(?= |$)", common=True),
    "video.js": _rule("Video.js", "video video-js", "video.js", r"^(?:@license )?Video\.js <v>(?= |$)", common=True),
    "jszip": _rule("JSZip", "jszip", "", r"^JSZip <v>(?= |$)"),
    "ua-parser-js": _rule("UAParser.js", "ua-parser", "ua-parser-js uaparser.js", r"^UAParser\.js <v>(?= |$)"),
    "markdown-it": _rule("markdown-it", "markdown-it", "", r"^markdown-it <v>(?= |$)"),
    "marked": _rule("marked", "marked", "", r"^marked <v>(?= |$)|^marked - a markdown parser <v>", common=True),
    "mathjax": _rule("MathJax", "mathjax", "mathjax", r"^MathJax\.version\s?=\s?[\"']<v>[\"']"),
    "pdf.js": _rule("PDF.js", "pdf pdf.worker", "pdfjs-dist pdf.js", common=True),
    "highlightjs": _rule("highlight.js", "highlight highlight.pack", "highlight.js", common=True),
    "blueimp-file-upload": _rule("jQuery File Upload", "jquery.fileupload", "blueimp-file-upload"),
    "flowplayer": _rule("Flowplayer", "flowplayer", ""),
    "swfobject": _rule("SWFObject", "swfobject", "", r"^SWFObject <v>(?= |$)"),
    "threejs": _rule("three.js", "three", "three three.js", common=True),
}
