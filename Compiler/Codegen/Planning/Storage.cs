using System;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Planning;

/// <summary>Pixels kept around an image in memory, so that padded windows need no bounds test.</summary>
internal readonly record struct Halo(int Top, int Left, int Bottom, int Right)
{
    public bool IsEmpty => Top + Left + Bottom + Right == 0;

    public Halo Union(Halo other) =>
        new(Math.Max(Top, other.Top), Math.Max(Left, other.Left), Math.Max(Bottom, other.Bottom), Math.Max(Right, other.Right));
}

/// <summary>Where a storage lives.</summary>
internal enum StorageKind
{
    Arena,
    Input,
    Output,
    Weights,
}

/// <summary>
/// Memory that holds one tensor, or several that are views of it: a block of the arena, a span of the caller, or a section of the weights.
/// </summary>
internal sealed class Storage(StorageKind kind, ElementType element, long elements)
{
    public StorageKind Kind { get; } = kind;

    public ElementType Element { get; } = element;

    /// <summary>Length in elements, halo included.</summary>
    public long Elements { get; } = elements;

    /// <summary>Index of the graph input or output, or byte offset in the weights.</summary>
    public long Position { get; init; }

    /// <summary>The image with its halo, when it has one: items, height, width and channels of the interior.</summary>
    public (int Items, int Height, int Width, int Channels, Halo Halo)? Image { get; init; }

    /// <summary>The code or bit pattern of the halo's elements; null when a layer computes it.</summary>
    public int? HaloValue { get; init; }

    /// <summary>The offset in elements of an image's first pixel behind the halo.</summary>
    public int Interior => Image is var (_, _, width, channels, halo) ? (((halo.Top * (width + halo.Left + halo.Right)) + halo.Left) * channels) : 0;

    /// <summary>The arena block; shared when a layer works in place.</summary>
    public ArenaBlock? Block { get; set; }

    /// <summary>The C# statement that fills the halo around an image, given the expressions of the image's first pixel and of the value.</summary>
    public string FillHalo(string image, string value)
    {
        (int items, int height, int width, int channels, Halo halo) = Image!.Value;
        int row = (width + halo.Left + halo.Right) * channels, item = (height + halo.Top + halo.Bottom) * row;
        string kernel = Element == ElementType.Float32 ? "HaloFloat" : "Halo";
        return $"octavo::Fill.{kernel}({image}, {items}, {height}, {width}, new octavo::PixelStrides(item: {item}, row: {row}, pixel: {channels}), "
            + $"{halo.Top}, {halo.Bottom}, {halo.Left}, {halo.Right}, {value}, part, parts);";
    }

    /// <summary>The C# expression of its first byte, given the locals of the generated RunItem.</summary>
    public string Pointer => Kind switch
    {
        StorageKind.Arena => "arena + " + Literal.Int(Block!.Offset),
        StorageKind.Weights => "weights + " + Literal.Int(Position),
        StorageKind.Input => "input" + Literal.Int(Position),
        _ => "output" + Literal.Int(Position),
    };
}

/// <summary>A tensor in a storage: the element offset of its first element and a stride, in elements, per axis.</summary>
internal sealed record View(Storage Storage, int Offset, Shape Shape, int[] Strides)
{
    public static View Dense(Storage storage, Shape shape) => new(storage, 0, shape, shape.Strides());

    /// <summary>Row-major without gaps.</summary>
    public bool IsDense
    {
        get
        {
            int[] dense = Shape.Strides();
            for (int axis = 0; axis < Shape.Rank; axis++)
            {
                if (Shape[axis] != 1 && Strides[axis] != dense[axis])
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>True when both views name the same elements in the same order.</summary>
    public bool IsSamePlace(View other) => Storage == other.Storage && Offset == other.Offset && Shape.Equals(other.Shape) && Strides.AsSpan().SequenceEqual(other.Strides);

    /// <summary>A typed pointer expression to the first element.</summary>
    public string Pointer => PointerAs(Storage.Element);

    public string PointerType => Storage.Element.CSharpName() + "*";

    /// <summary>The same place when the storage holds elements of another type.</summary>
    public string PointerAs(ElementType element)
    {
        long bytes = (long)Offset * element.Size();
        string start = Storage.Pointer + (bytes == 0 ? "" : " + " + Literal.Int(bytes));
        return element == ElementType.UInt8 ? start : $"({element.CSharpName()}*)({start})";
    }
}
