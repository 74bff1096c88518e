using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Geometry;

/// <summary>
/// The output pixels of a layer - items × height × width - with the strides of each operand between them. Rows that every operand walks without
/// a gap become one long row, and items likewise, so that tiles of pixels run across them.
/// </summary>
internal sealed class PixelGrid
{
    private readonly List<(int Item, int Row, int Pixel)> _operands;

    /// <param name="items">Output items.</param>
    /// <param name="height">Output rows per item.</param>
    /// <param name="width">Output pixels per row.</param>
    /// <param name="operands">Strides per operand, in elements, from one output item, row and pixel to the next.</param>
    public PixelGrid(int items, int height, int width, params (int Item, int Row, int Pixel)[] operands)
    {
        _operands = operands.ToList();
        Items = items;
        Height = height;
        Width = width;
        if (Width == 1)
        {
            (Width, Height) = (Height, 1);
            Replace(o => (o.Item, 0, o.Row));
        }

        if (_operands.All(o => Height == 1 || o.Row == Width * o.Pixel))
        {
            Width *= Height;
            Height = 1;
        }

        if (Height == 1 && Items > 1)
        {
            Height = Items;
            Items = 1;
            Replace(o => (0, o.Item, o.Pixel));
            if (_operands.All(o => o.Row == Width * o.Pixel))
            {
                Width *= Height;
                Height = 1;
            }
        }
    }

    public int Items { get; private set; }

    public int Height { get; private set; }

    public int Width { get; private set; }

    /// <summary>The extents as initializers of a shape struct.</summary>
    public string Extents => $"Items = {Literal.Int(Items)}, Height = {Literal.Int(Height)}, Width = {Literal.Int(Width)}";

    /// <summary>C# for the strides of an operand.</summary>
    public string Strides(int operand)
    {
        (int item, int row, int pixel) = _operands[operand];
        return $"new octavo::PixelStrides(item: {Literal.Int(Items == 1 ? 0 : item)}, row: {Literal.Int(Height == 1 ? 0 : row)}, pixel: {Literal.Int(pixel)})";
    }

    /// <summary>The strides between the pixels of an NHWC view.</summary>
    public static (int Item, int Row, int Pixel) OfImage(View view) => (view.Strides[0], view.Strides[1], view.Strides[2]);

    /// <summary>The strides between the rows of a dense matrix with the given number of columns.</summary>
    public static (int Item, int Row, int Pixel) OfRows(int columns) => (0, 0, columns);

    private void Replace(System.Func<(int Item, int Row, int Pixel), (int Item, int Row, int Pixel)> map)
    {
        for (int i = 0; i < _operands.Count; i++)
        {
            _operands[i] = map(_operands[i]);
        }
    }
}
