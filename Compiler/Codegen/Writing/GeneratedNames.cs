namespace Octavo.Compiler.Codegen.Writing;

/// <summary>Names that the generated class uses for itself, which names from the model must not take.</summary>
internal static class GeneratedNames
{
    /// <summary>Endings of the constants that are named after an input or output.</summary>
    public static readonly string[] PortEndings = ["Length", "Shape", "Scale", "ZeroPoint"];

    /// <summary>Ending of the second method of a layer at the border, for codes.</summary>
    public const string CodesEnding = "Codes";

    /// <summary>The member of a class of open length that says which lengths it takes.</summary>
    public const string Lengths = "Lengths";

    /// <summary>Members that every class has or may have.</summary>
    public static readonly string[] OwnMembers = ["Infer", "InferQuantized", "Run", "RunQuantized", "Dispose", "Info", "CreateInfo", "Weights", "Fusions", "Pool", StreamWriter.Name];

    /// <summary>Members of the class; types are named with their namespaces and need no reserving.</summary>
    public static readonly string[] Members =
    [
        "Infer", "InferQuantized", "Run", "RunQuantized", "RunItem", "RunItems", "Dispose", "Info", "Weights", "Fusions", "Pool", StreamWriter.Name, "Input", "Output", "Items", Lengths, "Team", "Arena", "Sync",
        "InputLength", "InputShape", "OutputLength", "OutputShape", "InputScale", "InputZeroPoint", "OutputScale", "OutputZeroPoint",
        "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize", "ReferenceEquals",
    ];

    /// <summary>Locals and parameters of the generated methods that take spans or pointers of the model's inputs and outputs.</summary>
    public static readonly string[] Locals =
    [
        "arena", "weights", "part", "parts", "items", "item", "instance", "threads", "result", "codes", "team",
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do",
        "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int",
        "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected",
        "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw",
        "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];
}
