namespace Octavo.Compiler.Codegen;

/// <summary>The C# names of Runtime's operators on elements of any type.</summary>
internal static class ElementOperators
{
    /// <summary>The types that kernels compute in. Bool is computed with as a byte.</summary>
    public static bool IsNumber(ElementType element) => element is not (ElementType.Float16 or ElementType.BFloat16 or ElementType.Bool);

    public static string TypeName(ElementType element) => element == ElementType.Bool ? "byte" : element.CSharpName();

    /// <summary>The operator with its type argument; null when the type has none.</summary>
    public static string? Binary(Operator op, ElementType element)
    {
        bool isFloat = element is ElementType.Float32 or ElementType.Float64, isBool = element == ElementType.Bool;
        string? name = op switch
        {
            PRelu => isBool ? null : "PRelu",
            Compiler.Binary { Kind: var kind } => kind switch
            {
                BinaryKind.And or BinaryKind.Or or BinaryKind.Xor => isFloat ? null : kind.ToString(),
                BinaryKind.ShiftLeft or BinaryKind.ShiftRight or BinaryKind.Mod => isFloat || isBool ? null : kind.ToString(),
                BinaryKind.Equal => "Equal",
                _ when isBool => null,
                BinaryKind.Div => isFloat ? "Div" : "Quotient",
                BinaryKind.Remainder => isFloat ? "Remainder" : "IntegerRemainder",
                BinaryKind.Pow when isFloat => "RealPower",
                BinaryKind.Pow => "IntegerPower",
                _ => kind.ToString(),
            },
            _ => null,
        };
        return name is null || element is ElementType.Float16 or ElementType.BFloat16 ? null
            : name == "RealPower" ? "octavo::ElementBinary.RealPower"
            : $"octavo::ElementBinary.{name}<{TypeName(element)}>";
    }

    /// <inheritdoc cref="Binary"/>
    public static string? Unary(UnaryKind kind, ElementType element)
    {
        bool isFloat = element is ElementType.Float32 or ElementType.Float64, isBool = element == ElementType.Bool;
        string? name = kind switch
        {
            UnaryKind.Not when isBool => "LogicalNot",
            UnaryKind.Not => isFloat ? null : "Complement<T>",
            UnaryKind.IsNaN or UnaryKind.IsInf => isFloat ? kind + "<T>" : null,
            UnaryKind.Relu or UnaryKind.Abs or UnaryKind.Neg or UnaryKind.Sign => isBool ? null : kind + "<T>",
            _ => element == ElementType.Float64 ? kind.ToString() : null,
        };
        return name is null || element is ElementType.Float16 or ElementType.BFloat16 ? null
            : $"octavo::ElementUnary.{name.Replace("<T>", $"<{TypeName(element)}>")}";
    }
}
