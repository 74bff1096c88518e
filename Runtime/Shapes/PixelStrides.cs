namespace Octavo.Runtime;

/// <summary>
/// How far apart consecutive items, rows and pixels of an image lie, in elements. For the input of a convolution or pool: how far
/// apart the windows of consecutive <em>output</em> items, rows and pixels lie.
/// </summary>
public struct PixelStrides(int item, int row, int pixel)
{
    public int Item = item;
    public int Row = row;
    public int Pixel = pixel;
}
