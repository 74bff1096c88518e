using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import.Tensors;

/// <summary>Turns a tensor of the file, whichever way its elements are stored, into tensor data.</summary>
internal static class TensorContents
{
    /// <exception cref="ImportException">The element type is not supported, or the contents do not fill the shape.</exception>
    public static TensorData Read(OnnxTensor tensor, ExternalData external)
    {
        ElementType element = Element(tensor);
        var shape = new Shape(tensor.Dims.Select(d => Dimension(tensor, d)));
        long elements = Elements(tensor, shape, element), length = ((elements * element.Bits()) + 7) / 8;
        byte[] bytes = tensor.External is not null ? external.Read(tensor, length) : tensor.Raw ?? Typed(tensor, element);
        if (bytes.Length != length)
        {
            throw new ImportException(
                ProblemKind.MalformedModel,
                $"{Label(tensor)} of type {element.ShortName()}{shape} holds {bytes.Length} bytes instead of {length}.");
        }

        return new TensorData(element, shape, element.Bits() < 8 ? PackedElements.Unpack(bytes, element, (int)elements) : bytes);
    }

    private static ElementType Element(OnnxTensor tensor) => OnnxDataType.ToElementType(tensor.DataType) ?? throw new ImportException(
        tensor.DataType == 0 ? ProblemKind.MalformedModel : ProblemKind.UnsupportedType,
        $"{Label(tensor)} has the element type {OnnxDataType.Name(tensor.DataType)}, which Octavo does not support.");

    private static string Label(OnnxTensor tensor) => tensor.Name.Length > 0 ? "tensor " + Printable.Quote(tensor.Name) : "its tensor";

    private static int Dimension(OnnxTensor tensor, long dimension) => dimension is >= 0 and <= int.MaxValue
        ? (int)dimension
        : throw new ImportException(ProblemKind.MalformedModel, $"{Label(tensor)} has the dimension {dimension}.");

    private static long Elements(OnnxTensor tensor, Shape shape, ElementType element)
    {
        long elements = 1;
        foreach (int dimension in shape.Dimensions)
        {
            elements *= dimension;
            if (elements * element.Size() > int.MaxValue)
            {
                throw new ImportException(
                    ProblemKind.MalformedModel, $"{Label(tensor)} of type {element.ShortName()}{shape} is larger than 2 GB.");
            }
        }

        return elements;
    }

    /// <summary>The typed field that holds elements of the type; narrow types travel one to an int32, those below a byte as packed bytes.</summary>
    private static byte[] Typed(OnnxTensor tensor, ElementType element)
    {
        unchecked
        {
            return element switch
            {
                ElementType.Float32 => Bytes<float, float>(tensor.Floats, v => v),
                ElementType.Float64 => Bytes<double, double>(tensor.Doubles, v => v),
                ElementType.Int64 => Bytes<long, long>(tensor.Longs, v => v),
                ElementType.UInt64 => Bytes<ulong, ulong>(tensor.ULongs, v => v),
                ElementType.UInt32 => Bytes<ulong, uint>(tensor.ULongs, v => (uint)v),
                ElementType.Int32 => Bytes<int, int>(tensor.Ints, v => v),
                ElementType.Float16 or ElementType.BFloat16 or ElementType.UInt16 or ElementType.Int16 => Bytes<int, ushort>(tensor.Ints, v => (ushort)v),
                ElementType.Bool => Bytes<int, byte>(tensor.Ints, v => (byte)(v != 0 ? 1 : 0)),
                _ => Bytes<int, byte>(tensor.Ints, v => (byte)v),
            };
        }
    }

    private static byte[] Bytes<TField, TElement>(IReadOnlyList<TField> field, Func<TField, TElement> convert)
        where TElement : unmanaged
        => MemoryMarshal.AsBytes<TElement>(field.Select(convert).ToArray()).ToArray();
}
