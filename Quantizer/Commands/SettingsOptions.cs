using System;
using System.Collections.Generic;
using System.CommandLine;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Tool.Execution;

namespace Octavo.Tool.Commands;

/// <summary>The options that say how to quantize. What is not given keeps the value it has in the calibration, or its default.</summary>
internal sealed class SettingsOptions
{
    private const double UsualAdaptation = 0.1;

    private readonly Option<string?> _method = new("--method") { Description = "How ranges are chosen: minmax, moving-average, percentile, entropy or mse (default)." };
    private readonly Option<double?> _percentile = new("--percentile") { Description = "What the method percentile keeps inside; default 99.999." };
    private readonly Option<string?> _format = new("--format") { Description = "qdq (default) or qoperator; with --weight-only qoperator (default, MatMulNBits) or qdq (DequantizeLinear in blocks)." };
    private readonly Option<string?> _activations = new("--activations") { Description = "u8 (default), s8, u16 or s16." };
    private readonly Option<bool?> _symmetric = new("--symmetric") { Description = "Zero points of activations in the middle of their codes." };
    private readonly Option<bool?> _asymmetricWeights = new("--asymmetric-weights") { Description = "Zero points of weights anywhere." };
    private readonly Option<string?> _granularity = new("--granularity") { Description = "A scale of weights per tensor, channel (default) or group; convolutions stay per channel." };
    private readonly Option<int?> _group = new("--group") { Description = "Weights that share a scale when it is per group; default 32." };
    private readonly Option<bool?> _dynamic = new("--dynamic") { Description = "Scales of activations are computed at run time: matrix products and LSTM." };
    private readonly Option<double?> _adaptive = new("--adaptive")
    {
        Description = "As --dynamic, with ranges that move along a stream: the weight of the newest inference, 0.1 when no number follows.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool?> _weightOnly = new("--weight-only") { Description = "Only weights become integers." };
    private readonly Option<int?> _bits = new("--bits") { Description = "Bits of weights with --weight-only: 8 (default) or 4." };
    private readonly Option<bool?> _biases = new("--bias-correction") { Description = "Take the mean error of rounded weights out of the biases; default true." };
    private readonly Option<bool?> _equalize = new("--channel-equalization") { Description = "Make channels between convolutions alike, as far as that helps; default true." };
    private readonly Option<string[]> _includeNodes = List("--include-nodes", "The only nodes to quantize, by name.");
    private readonly Option<string[]> _excludeNodes = List("--exclude-nodes", "Nodes to leave in float, by name.");
    private readonly Option<string[]> _includeOperators = List("--include-ops", "The only operators to quantize: Conv Gemm.");
    private readonly Option<string[]> _excludeOperators = List("--exclude-ops", "Operators to leave in float.");
    private readonly Option<string[]> _wideNodes = List("--wide-nodes", "Nodes whose results get 16-bit codes, by name.");
    private readonly Option<string?> _overrides = new("--overrides") { Description = "A JSON file that sets low and high, scale and zeroPoint, or type of single tensors." };

    public SettingsOptions(Command command)
    {
        foreach (Option option in new Option[]
        {
            _method, _percentile, _format, _activations, _symmetric, _asymmetricWeights, _granularity, _group, _dynamic, _adaptive, _weightOnly, _bits, _biases, _equalize,
            _includeNodes, _excludeNodes, _includeOperators, _excludeOperators, _wideNodes, _overrides,
        })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The settings with what the command line changes.</summary>
    public QuantizationSettings Apply(ParseResult parsed, QuantizationSettings settings)
    {
        double adaptation = parsed.GetResult(_adaptive) is null ? settings.Adaptation : parsed.GetValue(_adaptive) ?? UsualAdaptation;
        bool isDynamic = (parsed.GetValue(_dynamic) ?? false) || parsed.GetResult(_adaptive) is not null, isWeightOnly = parsed.GetValue(_weightOnly) ?? false;
        if (isDynamic && isWeightOnly)
        {
            throw new CommandException("--dynamic or --adaptive and --weight-only exclude each other.");
        }

        var result = settings with
        {
            Mode = isDynamic ? QuantizationMode.Dynamic : isWeightOnly ? QuantizationMode.WeightOnly : settings.Mode,
            Adaptation = adaptation,
            Method = Choice(parsed, _method, settings.Method, "minmax", "moving-average", "percentile", "entropy", "mse"),
            Percentile = parsed.GetValue(_percentile) ?? settings.Percentile,
            Format = Choice(parsed, _format, isWeightOnly ? ModelFormat.QOperator : settings.Format, "qdq", "qoperator"),
            Activations = parsed.GetValue(_activations) switch
            {
                null => settings.Activations,
                "u8" => ElementType.UInt8,
                "s8" => ElementType.Int8,
                "u16" => ElementType.UInt16,
                "s16" => ElementType.Int16,
                string other => throw new CommandException($"--activations is u8, s8, u16 or s16, not '{other}'."),
            },
            SymmetricActivations = parsed.GetValue(_symmetric) ?? settings.SymmetricActivations,
            SymmetricWeights = parsed.GetValue(_asymmetricWeights) is { } asymmetric ? !asymmetric : settings.SymmetricWeights,
            Granularity = Choice(parsed, _granularity, settings.Granularity, "tensor", "channel", "group"),
            GroupSize = parsed.GetValue(_group) ?? settings.GroupSize,
            Bits = parsed.GetValue(_bits) ?? settings.Bits,
            EqualizeChannels = parsed.GetValue(_equalize) ?? settings.EqualizeChannels,
            CorrectBiases = parsed.GetValue(_biases) ?? settings.CorrectBiases,
            IncludeNodes = Given(parsed, _includeNodes, settings.IncludeNodes),
            ExcludeNodes = Given(parsed, _excludeNodes, settings.ExcludeNodes),
            IncludeOperators = Given(parsed, _includeOperators, settings.IncludeOperators),
            ExcludeOperators = Given(parsed, _excludeOperators, settings.ExcludeOperators),
            WideNodes = Given(parsed, _wideNodes, settings.WideNodes),
            Overrides = Overrides(parsed) ?? settings.Overrides,
        };
        return result.Adaptation is not (>= 0 and <= 1) || (result.Adaptation == 0 && parsed.GetResult(_adaptive) is not null) ? throw new CommandException("--adaptive lies above 0 and up to 1.")
            : result.Bits is not (4 or 8) ? throw new CommandException("--bits is 8 or 4.")
            : result.GroupSize < 16 || (result.GroupSize & (result.GroupSize - 1)) != 0 ? throw new CommandException("--group is a power of two from 16.")
            : result.Granularity == Granularity.Group && result.Mode == QuantizationMode.Dynamic ? throw new CommandException("--granularity group does not go with --dynamic: the integer products that it writes down take a scale per tensor or channel.")
            : result.Granularity == Granularity.Group && result.Mode == QuantizationMode.Static && result.Format == ModelFormat.QOperator
                ? throw new CommandException("--granularity group does not go with --format qoperator: no operator on codes takes a scale per group.")
            : result.Percentile is not (> 50 and <= 100) ? throw new CommandException("--percentile lies between 50 and 100.")
            : result;
    }

    private IReadOnlyDictionary<string, TensorOverride>? Overrides(ParseResult parsed)
    {
        if (parsed.GetValue(_overrides) is not { } path)
        {
            return null;
        }

        try
        {
            return OverridesJson.Read(System.Text.Encoding.UTF8.GetString(ModelFiles.Read(path)));
        }
        catch (FormatException e)
        {
            throw new CommandException($"The overrides '{path}' cannot be read: {e.Message}.");
        }
    }

    /// <summary>The member of an enum at the place that its name has among those of the command line.</summary>
    private static T Choice<T>(ParseResult parsed, Option<string?> option, T present, params string[] names)
        where T : struct, Enum
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return present;
        }

        int index = Array.IndexOf(names, text);
        return index >= 0 ? Enum.GetValues<T>()[index] : throw new CommandException($"{option.Name} is {string.Join(", ", names)}, not '{text}'.");
    }

    private static IReadOnlyList<string> Given(ParseResult parsed, Option<string[]> option, IReadOnlyList<string> present) => parsed.GetValue(option) is { Length: > 0 } given ? given : present;

    private static Option<string[]> List(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = true };
}
