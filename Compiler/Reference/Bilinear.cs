using System;

namespace Octavo.Compiler.Reference;

/// <summary>The four pixels around a point of an image and their weights, in float.</summary>
internal readonly struct Bilinear
{
    private readonly int _top;
    private readonly int _left;
    private readonly int _bottom;
    private readonly int _right;
    private readonly int _width;

    private Bilinear(int top, int left, int bottom, int right, int width, float down, float across)
    {
        (_top, _left, _bottom, _right, _width) = (top, left, bottom, right, width);
        TopLeft = (1 - down) * (1 - across);
        TopRight = (1 - down) * across;
        BottomLeft = down * (1 - across);
        BottomRight = down * across;
    }

    public float TopLeft { get; }

    public float TopRight { get; }

    public float BottomLeft { get; }

    public float BottomRight { get; }

    /// <summary>Beyond the edge lie zeros; null from one pixel outside on.</summary>
    public static Bilinear? WithZeros(float y, float x, int height, int width)
    {
        if (!(y > -1 && y < height && x > -1 && x < width))
        {
            return null;
        }

        int top = (int)Math.Floor(y), left = (int)Math.Floor(x);
        return new Bilinear(top, left, top + 1 < height ? top + 1 : -1, left + 1 < width ? left + 1 : -1, width, y - top, x - left);
    }

    /// <summary>Beyond the edge lie copies of it; null from more than one pixel outside on.</summary>
    public static Bilinear? WithEdges(float y, float x, int height, int width)
    {
        if (!(y >= -1 && y <= height && x >= -1 && x <= width))
        {
            return null;
        }

        y = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
        x = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
        int top = (int)y, left = (int)x;
        return new Bilinear(top, left, Math.Min(top + 1, height - 1), Math.Min(left + 1, width - 1), width, y - top, x - left);
    }

    /// <summary>The four products, from the top left to the bottom right.</summary>
    public (float A, float B, float C, float D) Products(float[] image, int plane) => (
        TopLeft * At(image, plane, _top, _left),
        TopRight * At(image, plane, _top, _right),
        BottomLeft * At(image, plane, _bottom, _left),
        BottomRight * At(image, plane, _bottom, _right));

    /// <summary>Their sum, added up in this order.</summary>
    public float Sum(float[] image, int plane)
    {
        (float a, float b, float c, float d) = Products(image, plane);
        float sum = a + b;
        sum += c;
        return sum + d;
    }

    private float At(float[] image, int plane, int row, int column) => row < 0 || column < 0 ? 0 : image[plane + (row * _width) + column];
}
