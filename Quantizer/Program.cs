using Octavo.Quantizer.Commands;

return Root.Run(args);
