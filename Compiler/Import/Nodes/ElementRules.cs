using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import.Nodes;

/// <summary>Checks of element types that operators share.</summary>
internal static class ElementRules
{
    /// <summary>The operands of most operators must agree.</summary>
    public static ElementType Common(NodeContext node, params Value?[] values)
    {
        ElementType element = values[0]!.Type.Element;
        foreach (Value? value in values)
        {
            if (value is not null && value.Type.Element != element)
            {
                throw node.Invalid($"its operands differ in type: {element.ShortName()} and {value.Type.Element.ShortName()}.");
            }
        }

        return element;
    }

    /// <summary>The element type that an attribute gives by ONNX's number.</summary>
    public static ElementType Of(NodeContext node, long dataType) => OnnxDataType.ToElementType(dataType)
        ?? throw new ImportException(ProblemKind.UnsupportedType, $"the element type {OnnxDataType.Name(dataType)} is not supported.");

    /// <summary>An 8-, 16- or 32-bit integer type that codes can have.</summary>
    public static ElementType Codes(ElementType element) => element.IsQuantizable()
        ? element
        : throw new ImportException(ProblemKind.UnsupportedType, $"quantized values of type {element.ShortName()} are not supported.");
}
