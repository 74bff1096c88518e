using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>The output pixels of a case, and random strides for its operands.</summary>
internal readonly struct Image
{
    public readonly int Items;
    public readonly int Height;
    public readonly int Width;

    public Image(ref Random random)
    {
        Items = random.Between(1, 2);
        Height = random.Between(1, 4);
        Width = random.Between(1, 9);
    }

    /// <summary>Strides of pixels of <paramref name="size"/> elements that do not overlap, with gaps between some.</summary>
    public PixelStrides Strides(ref Random random, int size)
    {
        int pixel = size + random.Between(0, 1) * random.Between(0, 9);
        int row = Width * pixel + random.Between(0, 1) * random.Between(0, 9);
        return new PixelStrides(Height * row + random.Between(0, 5), row, pixel);
    }

    /// <summary>How many elements lie between the start of the first pixel and the start of the last.</summary>
    public int Reach(in PixelStrides strides) => (Items - 1) * strides.Item + (Height - 1) * strides.Row + (Width - 1) * strides.Pixel;
}
