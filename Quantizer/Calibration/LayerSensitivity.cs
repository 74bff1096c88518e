namespace Octavo.Tool.Calibration;

/// <summary>What a layer costs when it alone is quantized.</summary>
/// <param name="Sqnr">The worst output's, in decibels.</param>
internal sealed record LayerSensitivity(string Layer, double Sqnr);
