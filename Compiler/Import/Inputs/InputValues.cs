using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Octavo.Compiler.Import.Tensors;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import.Inputs;

/// <summary>The option InputValues: <c>axes:0 -1,depth:10</c>. The elements follow the last colon, since names may hold colons.</summary>
internal static class InputValues
{
    /// <summary>The tensor given for each input; empty when the option is not set.</summary>
    /// <exception cref="ModelException">The text does not follow the syntax, names no input, or the elements do not fit it.</exception>
    public static IReadOnlyDictionary<string, TensorData> Parse(string? text, IReadOnlyList<OnnxValueInfo> inputs)
    {
        var values = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        if (text is null || text.Trim().Length == 0)
        {
            return values;
        }

        foreach (string entry in text.Split(','))
        {
            int colon = entry.LastIndexOf(':');
            string name = colon < 0 ? "" : entry.Substring(0, colon).Trim();
            OnnxValueInfo input = inputs.FirstOrDefault(i => i.Name == name)
                ?? throw Invalid(text, $"the model has no input {Printable.Quote(name)}; its inputs are {string.Join(", ", inputs.Select(i => Printable.Quote(i.Name)))}");
            if (values.ContainsKey(name))
            {
                throw Invalid(text, $"the input {Printable.Quote(name)} is given twice");
            }

            values.Add(name, Read(text, input, entry.Substring(colon + 1).Split([' '], StringSplitOptions.RemoveEmptyEntries)));
        }

        return values;
    }

    private static TensorData Read(string text, OnnxValueInfo input, string[] elements)
    {
        if (input.TypeName != "tensor" || OnnxDataType.ToElementType(input.DataType) is not { } element)
        {
            throw Invalid(text, $"the input {Printable.Quote(input.Name)} is no tensor of numbers");
        }

        Shape shape = ShapeOf(input, elements.Length) ?? throw Invalid(text, $"{elements.Length} elements do not fit the input {Printable.Quote(input.Name)}");
        try
        {
            return element.IsFloat()
                ? ConstantTensors.OfReals(element, shape, elements.Select(e => double.Parse(e, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray())
                : ConstantTensors.OfIntegers(element, shape, elements.Select(Integer).ToArray());
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw Invalid(text, $"{Printable.Quote(string.Join(" ", elements))} are no elements of the type {element.ShortName()}");
        }
    }

    /// <summary>The shape in the model with its one open size, if any, from the number of elements; null when they do not fit.</summary>
    private static Shape? ShapeOf(OnnxValueInfo input, int elements)
    {
        if (input.Dimensions is not { } dimensions)
        {
            return elements == 1 ? new Shape() : new Shape(elements);
        }

        long known = dimensions.Aggregate(1L, (product, d) => product * (d.Size ?? 1));
        int open = dimensions.Count(d => d.Size is null);
        bool fits = open == 0 ? known == elements : open == 1 && known > 0 && elements % known == 0;
        return fits ? new Shape(dimensions.Select(d => (int)(d.Size ?? (elements / known)))) : null;
    }

    private static long Integer(string text) => text switch
    {
        "true" => 1,
        "false" => 0,
        _ => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
    };

    private static ModelException Invalid(string text, string reason) => new(
        ProblemKind.InvalidOption, $"InputValues={Printable.Quote(text)}: {reason}. Write entries like axes:0 -1, separated by commas.");
}
