namespace Octavo.Compiler.Calibration;

/// <summary>What a tensor looks like when its channels are made alike: channel c, along axis 1, is multiplied by 2^<see cref="Exponents"/>[c].</summary>
public sealed record EqualizedTensor(int[] Exponents, TensorStatistics Statistics);
