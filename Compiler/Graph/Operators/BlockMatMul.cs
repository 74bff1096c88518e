namespace Octavo.Compiler;

/// <summary>
/// A matrix product in integers with the transpose of a constant matrix of codes that have a scale, and optionally an integer zero point, per block along the reduction. Inputs as of
/// <see cref="MatMulNBits"/>, x being codes of 8 bits with one scale, or floats: these become symmetric codes with a scale per row and block first. The integer sums of the blocks, each times its two scales,
/// are added up in float.
/// </summary>
public sealed record BlockMatMul(int Block) : Operator
{
    /// <summary>The longest block: its sum of codes is a float, and that of products with s8 fits 32 bits.</summary>
    private const int LongestBlock = 1 << 16;

    public FloatClamp? Activation { get; init; }

    /// <summary>True for blocks that are not too long and zero points, if there are any, that are integers.</summary>
    public static bool Takes(int blockLength, TensorData? zeros) => blockLength <= LongestBlock && (zeros is null || Codegen.Weights.BlockWeights.AreIntegers(zeros.ToFloats()));

    public override Shape[] InferShapes(Shape?[] inputs) => new MatMulNBits(Block).InferShapes(inputs);
}
