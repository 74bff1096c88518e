using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Walks over the output pixels of an image, keeping the offsets of a pixel in up to three operands.</summary>
internal struct PixelCursor
{
    readonly PixelStrides input;
    readonly PixelStrides output;
    readonly PixelStrides residual;
    readonly int height;
    readonly int width;
    int item;
    int row;
    int column;

    public nint Input;
    public nint Output;
    public nint Residual;

    public PixelCursor(int pixel, int height, int width, in PixelStrides input, in PixelStrides output, in PixelStrides residual)
    {
        this.input = input;
        this.output = output;
        this.residual = residual;
        this.height = height;
        this.width = width;
        column = pixel % width;
        row = pixel / width % height;
        item = pixel / width / height;
        Locate();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance()
    {
        Input += input.Pixel;
        Output += output.Pixel;
        Residual += residual.Pixel;
        if (++column == width)
        {
            NextRow();
        }
    }

    void NextRow()
    {
        column = 0;
        if (++row == height)
        {
            row = 0;
            item++;
        }

        Locate();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Locate()
    {
        Input = Offset(input);
        Output = Offset(output);
        Residual = Offset(residual);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    readonly nint Offset(in PixelStrides strides) => (nint)item * strides.Item + (nint)row * strides.Row + (nint)column * strides.Pixel;
}
