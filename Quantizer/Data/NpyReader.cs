using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Octavo.Compiler;

namespace Octavo.Tool.Data;

/// <summary>NumPy's file of one array: little-endian numbers in row-major order.</summary>
internal static partial class NpyReader
{
    /// <summary>The items of the array, one at a time.</summary>
    public static IEnumerable<TensorData> Read(Stream stream, string file, InputSpec input)
    {
        (ElementType element, int[] shape) = Header(stream, file);
        int items = input.ItemsIn(shape, file);
        for (int i = 0; i < items; i++)
        {
            yield return new TensorData(element, input.Shape, stream.Take((long)input.Length * element.Size(), file));
        }
    }

    /// <summary>The whole array.</summary>
    public static TensorData ReadAll(Stream stream, string file)
    {
        (ElementType element, int[] shape) = Header(stream, file);
        return new TensorData(element, new Shape(shape), stream.Take((long)FileBytes.Elements(shape, file) * element.Size(), file));
    }

    private static (ElementType Element, int[] Shape) Header(Stream stream, string file)
    {
        byte[] start = stream.Take(8, file);
        if (start[0] != 0x93 || Encoding.ASCII.GetString(start, 1, 5) != "NUMPY")
        {
            throw new CommandException($"{file} is no .npy file.");
        }

        int length = start[6] == 1 ? BitConverter.ToUInt16(stream.Take(2, file)) : BitConverter.ToInt32(stream.Take(4, file));
        string header = Encoding.UTF8.GetString(stream.Take(length, file));
        string type = Descr().Match(header).Groups[1].Value;
        Match shape = ShapeField().Match(header);
        if (!shape.Success || header.Contains("'fortran_order': True", StringComparison.Ordinal))
        {
            throw new CommandException($"{file} is in Fortran order, or its header cannot be read; save a C-contiguous array.");
        }

        ElementType element = type switch
        {
            "<f4" => ElementType.Float32,
            "<f8" => ElementType.Float64,
            "<f2" => ElementType.Float16,
            "|u1" => ElementType.UInt8,
            "|i1" => ElementType.Int8,
            "<u2" => ElementType.UInt16,
            "<i2" => ElementType.Int16,
            "<u4" => ElementType.UInt32,
            "<i4" => ElementType.Int32,
            "<u8" => ElementType.UInt64,
            "<i8" => ElementType.Int64,
            "|b1" => ElementType.Bool,
            _ => throw new CommandException($"{file} holds elements of type '{type}', which are not read; save little-endian numbers, float32 for example."),
        };
        int[] dimensions = [.. shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(d => int.TryParse(d, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : throw new CommandException($"{file} states a shape that is out of range."))];
        return (element, dimensions);
    }

    [GeneratedRegex("'descr':\\s*'([^']*)'")]
    private static partial Regex Descr();

    [GeneratedRegex("'shape':\\s*\\(([0-9, ]*)\\)")]
    private static partial Regex ShapeField();
}
