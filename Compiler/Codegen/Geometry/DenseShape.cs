using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Geometry;

/// <summary>The C# of the ConvolutionShape of a matrix product: the rows of x are the pixels of a 1×1 convolution.</summary>
/// <param name="Rows">Rows of x.</param>
/// <param name="Length">Columns of x, the length of a dot product.</param>
/// <param name="Columns">Columns of the result.</param>
/// <param name="PanelBlock">Panels of one sweep over the rows.</param>
/// <param name="Segments">The fields that say which activations meet the weights.</param>
internal sealed record DenseShape(int Rows, int Length, int Columns, int PanelBlock, string Segments)
{
    /// <param name="segments">Section of int: the one segment's offset, 0.</param>
    public DenseShape(int rows, int length, int columns, int panelBlock, long segments)
        : this(rows, length, columns, panelBlock, $"Segments = (int*)(weights + {Literal.Int(segments)}), SegmentCount = 1, SegmentBytes = {Literal.Int(length)},")
    {
    }

    /// <summary>The strides between the rows of the result, and of a residual.</summary>
    public string OutputStrides => Grid.Strides(1);

    /// <summary>Between two rows of x, in bytes.</summary>
    public int RowStride { get; init; } = Length;

    /// <summary>Between two rows of the result, in elements.</summary>
    public int OutputRowStride { get; init; } = Columns;

    private PixelGrid Grid => new(1, 1, Rows, PixelGrid.OfRows(RowStride), PixelGrid.OfRows(OutputRowStride));

    /// <summary>Writes <c>var shape = new ConvolutionShape { … };</c>; integer products also say whether pairs of them fit int16.</summary>
    public void Write(CodeWriter code, bool? pairsFitInt16 = null, string name = "shape")
    {
        string pairs = pairsFitInt16 is { } fit ? $" PairsFitInt16 = {Literal.Bool(fit)}," : "";
        using (code.Block($"var {name} = new octavo::ConvolutionShape", ";"))
        {
            code.Line(Grid.Extents + ",");
            code.Line($"Input = {Grid.Strides(0)},");
            code.Line($"Output = {OutputStrides},");
            code.Line(Segments);
            code.Line($"Groups = 1, GroupBytes = 0, Channels = {Literal.Int(Columns)},");
            code.Line($"PanelBlock = {Literal.Int(PanelBlock)},{pairs}");
        }
    }
}
